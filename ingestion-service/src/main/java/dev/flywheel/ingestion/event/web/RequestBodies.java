package dev.flywheel.ingestion.event.web;

import dev.flywheel.ingestion.IngestionProperties;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.springframework.stereotype.Component;

/// Reads request bodies up to the limit, whether or not they announce their length.
@Component
public class RequestBodies {

    private final int limit;

    public RequestBodies(IngestionProperties properties) {
        this.limit = Math.toIntExact(properties.maxBody().toBytes());
    }

    /// The whole body.
    ///
    /// @throws BodyTooLargeException if it is over the limit
    public byte[] read(HttpServletRequest request) throws IOException {
        if (request.getContentLengthLong() > limit) {
            throw new BodyTooLargeException(limit);
        }
        byte[] body = request.getInputStream().readNBytes(limit + 1);
        if (body.length > limit) {
            throw new BodyTooLargeException(limit);
        }
        return body;
    }
}
