package dev.flywheel.registry.reproduction.web;

import dev.flywheel.contracts.ReproductionOutcome;
import dev.flywheel.registry.naming.InvalidValueException;
import dev.flywheel.registry.naming.Names;
import dev.flywheel.registry.reproduction.Reproduction;
import dev.flywheel.registry.reproduction.Reproductions;
import java.security.Principal;
import java.util.List;
import java.util.UUID;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@SuppressWarnings("RequestMappingAnnotation") // the principal needs no annotation
class ReproductionController {

    private static final int MOST = 1_000;

    private final Reproductions reproductions;

    ReproductionController(Reproductions reproductions) {
        this.reproductions = reproductions;
    }

    @PostMapping("/models/{model}/versions/{version}/reproduce")
    ResponseEntity<Reproduction> reproduce(
            @PathVariable String model, @PathVariable String version, Principal caller) {
        return ResponseEntity.accepted()
                .body(reproductions.request(model, Names.version(version), caller.getName()));
    }

    @GetMapping("/models/{model}/versions/{version}/reproductions")
    List<Reproduction> list(
            @PathVariable String model,
            @PathVariable String version,
            @RequestParam(defaultValue = "100") int limit) {
        if (limit < 1 || limit > MOST) {
            throw new InvalidValueException(
                    "The parameter limit is %d; it must be between 1 and %d"
                            .formatted(limit, MOST));
        }
        return reproductions.latest(model, Names.version(version), limit);
    }

    /// For training, which brings what came of it. The path has no model's name, as a model may be
    /// renamed meanwhile.
    @PutMapping("/reproductions/{id}/outcome")
    Reproduction conclude(@PathVariable UUID id, @RequestBody ReproductionOutcome outcome) {
        return reproductions.conclude(id, outcome);
    }
}
