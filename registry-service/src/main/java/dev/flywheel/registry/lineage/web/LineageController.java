package dev.flywheel.registry.lineage.web;

import dev.flywheel.registry.lineage.Lineage;
import dev.flywheel.registry.lineage.Lineages;
import dev.flywheel.registry.naming.Names;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

@RestController
class LineageController {

    private final Lineages lineages;

    LineageController(Lineages lineages) {
        this.lineages = lineages;
    }

    @GetMapping("/models/{model}/versions/{version}/lineage")
    Lineage lineage(@PathVariable String model, @PathVariable String version) {
        return lineages.of(model, Names.version(version));
    }
}
