package dev.flywheel.support.problem;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.ProblemDetail;

/// Writes a problem from outside Spring MVC, such as from a security filter. A service whose
/// callers expect another error shape declares its own bean.
@FunctionalInterface
public interface ProblemWriter {

    void write(HttpServletRequest request, HttpServletResponse response, ProblemDetail problem)
            throws IOException;
}
