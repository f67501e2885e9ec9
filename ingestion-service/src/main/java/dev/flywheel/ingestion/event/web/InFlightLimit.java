package dev.flywheel.ingestion.event.web;

import dev.flywheel.ingestion.IngestionProperties;
import dev.flywheel.ingestion.delivery.BufferFullException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerInterceptor;

/// Lets only so many bytes of bodies in at a time, as many large ones at once would exhaust the
/// heap. The others wait for their turn for a moment, then hear 429.
@Component
class InFlightLimit implements HandlerInterceptor {

    private static final String HELD = InFlightLimit.class.getName();

    private final int maxBody;
    private final int limit;
    private final long waitMillis;
    private final Semaphore bytes;

    InFlightLimit(IngestionProperties properties) {
        this.maxBody = Math.toIntExact(properties.maxBody().toBytes());
        this.limit = Math.max(maxBody, Math.toIntExact(properties.maxInFlight().toBytes()));
        this.waitMillis = properties.retryAfter().toMillis();
        this.bytes = new Semaphore(limit, true);
    }

    @Override
    public boolean preHandle(
            HttpServletRequest request, HttpServletResponse response, Object handler)
            throws InterruptedException {
        int held = reserved(request);
        if (!bytes.tryAcquire(held, waitMillis, TimeUnit.MILLISECONDS)) {
            throw new BufferFullException(
                    new IllegalStateException(limit + " bytes of bodies are in flight"));
        }
        request.setAttribute(HELD, held);
        return true;
    }

    @Override
    public void afterCompletion(
            HttpServletRequest request,
            HttpServletResponse response,
            Object handler,
            @Nullable Exception failure) {
        if (request.getAttribute(HELD) instanceof Integer held) {
            request.removeAttribute(HELD);
            bytes.release(held);
        }
    }

    /// A body that doesn't tell its length may be of any, up to the limit; a longer one is refused
    /// unread.
    private int reserved(HttpServletRequest request) {
        long announced = request.getContentLengthLong();
        if (announced > maxBody) {
            return 0;
        }
        return announced >= 0 ? (int) announced : maxBody;
    }
}
