package dev.flywheel.registry.comparison.web;

import dev.flywheel.registry.comparison.Comparison;
import dev.flywheel.registry.comparison.Comparisons;
import dev.flywheel.registry.naming.Names;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
class ComparisonController {

    private final Comparisons comparisons;

    ComparisonController(Comparisons comparisons) {
        this.comparisons = comparisons;
    }

    @GetMapping("/models/{model}/compare")
    Comparison compare(
            @PathVariable String model, @RequestParam(defaultValue = "") List<String> versions) {
        return comparisons.of(model, versions.stream().map(Names::version).toList());
    }
}
