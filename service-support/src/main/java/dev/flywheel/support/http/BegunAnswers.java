package dev.flywheel.support.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.util.DisconnectedClientHelper;

/// Cuts the connection where an answer fails after a part of it is under way. Its status is sent
/// already, and a problem at its end would look like a part of it, so the client is to see that it
/// is not whole.
@Order(Ordered.HIGHEST_PRECEDENCE)
final class BegunAnswers implements HandlerExceptionResolver {

    @Override
    public @Nullable ModelAndView resolveException(
            HttpServletRequest request,
            HttpServletResponse response,
            @Nullable Object handler,
            Exception failure) {
        boolean clientIsThere = !DisconnectedClientHelper.isClientDisconnectedException(failure);
        if (response.isCommitted() && clientIsThere) {
            // What leaves Spring makes the server close the connection at once.
            throw new AnswerCutException(failure);
        }
        return null;
    }

    private static final class AnswerCutException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        AnswerCutException(Exception cause) {
            super("An answer failed after a part of it was sent", cause);
        }
    }
}
