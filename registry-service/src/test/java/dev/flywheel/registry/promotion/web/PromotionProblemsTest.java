package dev.flywheel.registry.promotion.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flywheel.registry.model.ModelFixtures;
import dev.flywheel.registry.naming.InvalidValueException;
import dev.flywheel.registry.promotion.PromotionFixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.http.ProblemDetail;
import org.springframework.transaction.CannotCreateTransactionException;

class PromotionProblemsTest {

    private final PromotionProblems problems = new PromotionProblems();

    @Test
    void answersOnlyWithTypesThatTheListOfProblemsHas() throws IOException {
        String list = Files.readString(Path.of("../docs/problems.md"));
        List<ProblemDetail> answers = new ArrayList<>();

        PromotionFixtures.everyRefusal().forEach(refused -> answers.add(problems.answer(refused)));
        ModelFixtures.everyRefusal().forEach(refused -> answers.add(problems.answer(refused)));
        answers.add(problems.answer(new InvalidValueException("no")));
        answers.add(
                problems.answerDatabaseAway(new CannotCreateTransactionException("away"))
                        .getBody());

        assertThat(answers)
                .hasSizeGreaterThan(10)
                .allSatisfy(problem -> {
                    String type = String.valueOf(problem.getType());
                    String word = type.substring(type.lastIndexOf('/') + 1);
                    assertThat(list).contains("| `%s` | %d |".formatted(word, problem.getStatus()));
                });
    }
}
