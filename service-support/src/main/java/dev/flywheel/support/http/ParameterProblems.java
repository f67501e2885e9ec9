package dev.flywheel.support.http;

import dev.flywheel.support.problem.Problems;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.util.ClassUtils;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;

/// Answers an address with a part or parameter that is not what it has to be.
@Order(Ordered.HIGHEST_PRECEDENCE)
@RestControllerAdvice
final class ParameterProblems {

    @ExceptionHandler
    ProblemDetail answer(MethodArgumentTypeMismatchException mismatch) {
        return problem(
                mismatch.getName(),
                "'" + mismatch.getValue() + "'",
                expected(mismatch.getRequiredType()));
    }

    @ExceptionHandler
    ProblemDetail answer(MissingServletRequestParameterException missing) {
        Class<?> type =
                missing.getMethodParameter() == null
                        ? null
                        : missing.getMethodParameter().getParameterType();
        return problem(missing.getParameterName(), "nothing", expected(type));
    }

    private static ProblemDetail problem(String name, String found, String expected) {
        return Problems.of(
                HttpStatus.BAD_REQUEST,
                "invalid-parameter",
                "A part of the address can't be read",
                "%s: found %s, expected %s".formatted(name, found, expected));
    }

    private static String expected(@Nullable Class<?> type) {
        if (type == null) {
            return "another value";
        }
        Class<?> boxed = ClassUtils.resolvePrimitiveIfNecessary(type);
        if (boxed.isEnum()) {
            return Arrays.stream(boxed.getEnumConstants())
                    .map(constant -> constant.toString().toLowerCase(Locale.ROOT))
                    .collect(Collectors.joining(", ", "one of ", ""));
        }
        if (boxed.equals(Instant.class)) {
            return "a time such as 2026-11-23T08:00:00Z";
        }
        if (boxed.equals(LocalDate.class)) {
            return "a date such as 2026-11-23";
        }
        if (boxed.equals(Duration.class)) {
            return "a length of time such as PT30M";
        }
        if (boxed.equals(UUID.class)) {
            return "an id such as 6f1c1e9e-2d5b-4f0c-9a53-0d0c3a5b7f10";
        }
        if (boxed.equals(Boolean.class)) {
            return "true or false";
        }
        return boxed.equals(Integer.class) || boxed.equals(Long.class)
                ? "a whole number"
                : Number.class.isAssignableFrom(boxed) ? "a number" : "a text";
    }
}
