package dev.flywheel.registry.mlflow.wire;

import dev.flywheel.contracts.Json;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/// Which part of a search's results a client asks for. A token is MLflow's: base64 of `{"offset":
/// n}`.
public record PageAsked(int limit, long offset) {

    /// Reads `max_results` and `page_token`.
    public static PageAsked of(MlflowRequest request, int defaultLimit, int greatestLimit) {
        Long asked = request.int64("max_results");
        long limit = asked == null ? defaultLimit : asked;
        if (limit < 1 || limit > greatestLimit) {
            throw new MlflowException(
                    ErrorCode.INVALID_PARAMETER_VALUE,
                    "Invalid value for max_results. It must be a positive integer and at most %d, but got %d"
                            .formatted(greatestLimit, limit));
        }
        return new PageAsked(
                (int) limit, request.text("page_token").map(PageAsked::offset).orElse(0L));
    }

    /// One more than asked for, which tells whether there is another page.
    public int lookAhead() {
        return limit + 1;
    }

    /// The answer: up to `limit` of the rows, and a token if there are more. MLflow leaves out what
    /// is empty.
    public <T> Map<String, Object> answer(
            String name, List<T> rows, Function<? super T, ?> message) {
        Map<String, Object> answer = new LinkedHashMap<>();
        if (!rows.isEmpty()) {
            answer.put(name, rows.stream().limit(limit).map(message).toList());
        }
        if (rows.size() > limit) {
            answer.put("next_page_token", token(offset + limit));
        }
        return answer;
    }

    private static String token(long offset) {
        return Base64.getEncoder().encodeToString(Json.bytes(new Token(offset)));
    }

    private static long offset(String token) {
        try {
            byte[] json = Base64.getDecoder().decode(token.getBytes(StandardCharsets.UTF_8));
            Long offset = Json.read(json, Token.class).offset();
            if (offset != null && offset >= 0) {
                return offset;
            }
        } catch (IllegalArgumentException | JacksonException _) {
            // Answered below, as an offset that is missing.
        }
        throw new MlflowException(
                ErrorCode.INVALID_PARAMETER_VALUE, "Invalid page token, could not base64-decode");
    }

    private record Token(@Nullable Long offset) {}
}
