package dev.flywheel.registry.onnx.web;

import dev.flywheel.registry.onnx.OnnxException;
import dev.flywheel.registry.onnx.OnnxException.NoGraphException;
import dev.flywheel.support.problem.Problems;
import java.util.Objects;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/// What a graph that isn't there answers.
@RestControllerAdvice
class OnnxProblems {

    @ExceptionHandler
    ProblemDetail answer(OnnxException refused) {
        return switch (refused) {
            case NoGraphException none -> {
                ProblemDetail problem =
                        Problems.of(
                                HttpStatus.NOT_FOUND,
                                "no-onnx-graph",
                                "The version has no ONNX graph",
                                Objects.requireNonNullElse(none.getMessage(), ""));
                problem.setProperty("model", none.model());
                problem.setProperty("version", none.version());
                yield problem;
            }
        };
    }
}
