package dev.flywheel.registry.mlflow.wire;

import dev.flywheel.contracts.Json;
import dev.flywheel.contracts.artifact.Digest;
import dev.flywheel.registry.search.SearchQuery;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/// Which part of which results a client asks for. A token is base64 of JSON, as MLflow's, with the
/// offset and a digest of what was asked: a token that another query got is refused, since its
/// offset would mean other rows. The size of a page may change on the way.
///
/// @param results the name of the list in the answer
/// @param digest of what decides which rows come in which order
public record PageAsked(String results, String digest, int limit, long offset) {

    private static final int DIGEST_LENGTH = 16;

    /// Reads `max_results` and `page_token`.
    ///
    /// @param results the name of the list in the answer
    /// @param decisive the parameters beside `filter` and `order_by` that decide which rows come
    public static PageAsked of(
            String results,
            MlflowRequest request,
            int defaultLimit,
            int greatestLimit,
            String... decisive) {
        Long asked = request.int64("max_results");
        long limit = asked == null ? defaultLimit : asked;
        if (limit < 1 || limit > greatestLimit) {
            throw new MlflowException(
                    ErrorCode.INVALID_PARAMETER_VALUE,
                    "Invalid value for max_results. It must be a positive integer and at most %d, but got %d"
                            .formatted(greatestLimit, limit));
        }
        String digest = digest(results, request, decisive);
        return new PageAsked(
                results,
                digest,
                (int) limit,
                request.text("page_token").map(token -> offset(token, digest)).orElse(0L));
    }

    /// What the request searches for, on this page.
    public SearchQuery query(MlflowRequest request) {
        return new SearchQuery(
                request.text("filter").orElse(""), request.texts("order_by"), lookAhead(), offset);
    }

    /// One more than asked for, which tells whether there is another page.
    public int lookAhead() {
        return limit + 1;
    }

    /// The answer: up to `limit` of the rows, and a token if there are more. MLflow leaves out what
    /// is empty.
    public <T> Map<String, Object> answer(List<T> rows, Function<? super T, ?> message) {
        Map<String, Object> answer = new LinkedHashMap<>();
        if (!rows.isEmpty()) {
            answer.put(results, shown(rows).stream().map(message).toList());
        }
        nextToken(rows.size()).ifPresent(next -> answer.put("next_page_token", next));
        return answer;
    }

    /// The rows without the one that was looked ahead for.
    public <T> List<T> shown(List<T> rows) {
        return rows.subList(0, Math.min(rows.size(), limit));
    }

    /// The token of the page behind this one, which found that many rows; empty if this is the
    /// last.
    public Optional<String> nextToken(int rows) {
        return rows <= limit
                ? Optional.empty()
                : Optional.of(
                        Base64.getEncoder()
                                .encodeToString(Json.bytes(new Token(offset + limit, digest))));
    }

    private static String digest(String results, MlflowRequest request, String... decisive) {
        Map<String, List<String>> asked = new LinkedHashMap<>();
        Stream.concat(Stream.of("filter", "order_by"), Stream.of(decisive))
                .forEach(name ->
                        asked.put(
                                name,
                                request.texts(name).stream()
                                        .filter(text -> !text.isBlank())
                                        .toList()));
        return Digest.of(Json.bytes(Map.of(results, asked))).hex().substring(0, DIGEST_LENGTH);
    }

    private static long offset(String text, String digest) {
        Token token = token(text);
        if (token.offset() == null || token.offset() < 0) {
            throw undecodable();
        }
        if (!digest.equals(token.query())) {
            throw new MlflowException(
                    ErrorCode.INVALID_PARAMETER_VALUE,
                    "Invalid page token: it is of another query. Ask for the first page without one, and for the others with the same filter and order.");
        }
        return token.offset();
    }

    private static Token token(String text) {
        try {
            byte[] json = Base64.getDecoder().decode(text.getBytes(StandardCharsets.UTF_8));
            return Json.read(json, Token.class);
        } catch (IllegalArgumentException | JacksonException _) {
            throw undecodable();
        }
    }

    private static MlflowException undecodable() {
        return new MlflowException(
                ErrorCode.INVALID_PARAMETER_VALUE, "Invalid page token, could not base64-decode");
    }

    private record Token(@Nullable Long offset, @Nullable String query) {}
}
