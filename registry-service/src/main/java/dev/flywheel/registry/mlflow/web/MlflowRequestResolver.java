package dev.flywheel.registry.mlflow.web;

import dev.flywheel.registry.mlflow.wire.ErrorCode;
import dev.flywheel.registry.mlflow.wire.MlflowException;
import dev.flywheel.registry.mlflow.wire.MlflowRequest;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpMethod;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/// Gives a controller the parameters of its call: a GET's query, or the body of anything else,
/// whatever its content type says.
final class MlflowRequestResolver implements HandlerMethodArgumentResolver {

    private final int limit;

    /// @param limit the most bytes that a body may have
    MlflowRequestResolver(int limit) {
        this.limit = limit;
    }

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.getParameterType().equals(MlflowRequest.class);
    }

    @Override
    public MlflowRequest resolveArgument(
            MethodParameter parameter,
            @Nullable ModelAndViewContainer container,
            NativeWebRequest webRequest,
            @Nullable WebDataBinderFactory binder)
            throws IOException {
        HttpServletRequest request = webRequest.getNativeRequest(HttpServletRequest.class);
        if (request == null) {
            throw new IllegalStateException("MLflow's API is served over servlets");
        }
        if (HttpMethod.GET.matches(request.getMethod())) {
            return ofQuery(request);
        }
        byte[] body = request.getInputStream().readNBytes(limit + 1);
        if (body.length > limit) {
            throw new MlflowException(
                    ErrorCode.INVALID_PARAMETER_VALUE,
                    "Batched logging API requests must be at most %d bytes, got a request of size %d."
                            .formatted(
                                    limit, Math.max(request.getContentLengthLong(), body.length)));
        }
        return MlflowRequest.ofBody(body);
    }

    private static MlflowRequest ofQuery(HttpServletRequest request) {
        try {
            return MlflowRequest.ofQuery(request.getParameterMap());
        } catch (IllegalStateException _) {
            // The servlet container's word for bytes that are no UTF-8.
            throw new MlflowException(ErrorCode.BAD_REQUEST, "The query can't be decoded.");
        }
    }
}
