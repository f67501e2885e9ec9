package dev.flywheel.registry.reproduction.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flywheel.registry.reproduction.ReproductionFixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ReproductionProblemsTest {

    @Test
    void answersOnlyWithTypesThatTheListOfProblemsHas() throws IOException {
        String list = Files.readString(Path.of("../docs/problems.md"));
        ReproductionProblems problems = new ReproductionProblems();

        assertThat(ReproductionFixtures.everyRefusal().stream().map(problems::answer))
                .hasSize(2)
                .allSatisfy(problem -> {
                    String type = String.valueOf(problem.getType());
                    String word = type.substring(type.lastIndexOf('/') + 1);
                    assertThat(list).contains("| `%s` | %d |".formatted(word, problem.getStatus()));
                });
    }
}
