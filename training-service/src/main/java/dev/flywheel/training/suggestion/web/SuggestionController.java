package dev.flywheel.training.suggestion.web;

import dev.flywheel.pipeline.Pipelines;
import dev.flywheel.training.suggestion.Suggestion;
import dev.flywheel.training.suggestion.Suggestions;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

@RestController
class SuggestionController {

    private final Suggestions suggestions;
    private final Pipelines pipelines;

    SuggestionController(Suggestions suggestions, Pipelines pipelines) {
        this.suggestions = suggestions;
        this.pipelines = pipelines;
    }

    @GetMapping("/pipelines/{name}/suggested-expectations")
    Suggestion suggest(@PathVariable String name) {
        return suggestions.of(pipelines.get(name));
    }
}
