package dev.flywheel.support.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flywheel.contracts.Json;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockMvcRequestBuilders;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

class ParameterProblemsTest {

    private final MockMvc mvc =
            MockMvcBuilders.standaloneSetup(new Things())
                    .setControllerAdvice(new ParameterProblems())
                    .build();

    enum Colour {
        RED,
        GREEN
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "/things/x?at=2026-11-23T08:00:00Z | id: found 'x', expected a whole number",
                "/things/1?at=yesterday            | at: found 'yesterday', expected a time such as 2026-11-23T08:00:00Z",
                "/things/1                         | at: found nothing, expected a time such as 2026-11-23T08:00:00Z",
                "/things/1?at=2026-11-23T08:00:00Z&colour=blue | colour: found 'blue', expected one of red, green",
                "/things/1?at=2026-11-23T08:00:00Z&all=maybe | all: found 'maybe', expected true or false",
            })
    void saysWhatWasFoundAndExpected(String address, String detail) throws Exception {
        MockHttpServletResponse answer =
                mvc.perform(MockMvcRequestBuilders.get(address)).andReturn().getResponse();

        JsonNode problem = Json.MAPPER.readTree(answer.getContentAsString());
        assertThat(answer.getStatus()).isEqualTo(400);
        assertThat(problem.path("type").asString())
                .isEqualTo("https://flywheel.dev/problems/invalid-parameter");
        assertThat(problem.path("detail").asString()).isEqualTo(detail);
    }

    @RestController
    static class Things {

        @GetMapping("/things/{id}")
        int thing(
                @PathVariable int id,
                @RequestParam Instant at,
                @RequestParam(defaultValue = "RED") Colour colour,
                @RequestParam(defaultValue = "false") boolean all) {
            return id;
        }
    }
}
