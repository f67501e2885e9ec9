package dev.flywheel.inference.serving.web;

import dev.flywheel.inference.serving.ServingModels;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
class ModelsController {

    private final ServingModels models;

    ModelsController(ServingModels models) {
        this.models = models;
    }

    @GetMapping("/models")
    List<LoadedModel> models() {
        return models.slots().entrySet().stream()
                .map(slot -> LoadedModel.of(slot.getKey(), slot.getValue()))
                .toList();
    }
}
