package dev.flywheel.registry.archive.web;

import dev.flywheel.model.bundle.ArchiveException;
import dev.flywheel.model.bundle.BundleException;
import dev.flywheel.registry.archive.CarryException;
import dev.flywheel.registry.artifact.ArtifactException.ArtifactTooLargeException;
import dev.flywheel.support.problem.Problems;
import java.util.Objects;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/// What an archive that is not given or not taken answers.
@RestControllerAdvice(basePackageClasses = ArchiveProblems.class)
class ArchiveProblems {

    @ExceptionHandler
    ProblemDetail answer(ArchiveException refused) {
        return switch (refused) {
            case ArchiveException.Unreadable _ ->
                    problem(
                            HttpStatus.BAD_REQUEST,
                            "archive-unreadable",
                            "The archive can't be read",
                            refused);
            case ArchiveException.Refused entry -> {
                ProblemDetail problem =
                        problem(
                                HttpStatus.UNPROCESSABLE_CONTENT,
                                "archive-refused",
                                "The archive holds what it may not",
                                refused);
                problem.setProperty("entry", entry.entry());
                yield problem;
            }
            case ArchiveException.TooLarge _ ->
                    problem(
                            HttpStatus.CONTENT_TOO_LARGE,
                            "archive-too-large",
                            "The archive holds too much",
                            refused);
        };
    }

    @ExceptionHandler
    ProblemDetail answer(BundleException refused) {
        return problem(
                HttpStatus.UNPROCESSABLE_CONTENT,
                "bundle-refused",
                "Inference could not load the bundle",
                refused);
    }

    @ExceptionHandler
    ProblemDetail answer(CarryException refused) {
        return switch (refused) {
            case CarryException.NotWholeException notWhole -> {
                ProblemDetail problem =
                        problem(
                                HttpStatus.CONFLICT,
                                "version-not-ready",
                                "The version can't be carried",
                                refused);
                problem.setProperty("model", notWhole.model());
                problem.setProperty("version", notWhole.version());
                yield problem;
            }
            case CarryException.MalformedException _ ->
                    problem(
                            HttpStatus.UNPROCESSABLE_CONTENT,
                            "archive-malformed",
                            "What the archive tells of its version can't be read",
                            refused);
        };
    }

    @ExceptionHandler
    ProblemDetail answer(ArtifactTooLargeException refused) {
        ProblemDetail problem =
                problem(
                        HttpStatus.CONTENT_TOO_LARGE,
                        "body-too-large",
                        "The body is too large",
                        refused);
        problem.setProperty("limit", refused.limit());
        return problem;
    }

    private static ProblemDetail problem(
            HttpStatus status, String type, String title, RuntimeException refused) {
        return Problems.of(
                status, type, title, Objects.requireNonNullElse(refused.getMessage(), ""));
    }
}
