package dev.flywheel.registry.mlflow.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/// MLflow's user interface and some clients say `/ajax-api/2.0` for `/api/2.0`. Whatever comes
/// behind this filter, the security rules first, sees only the latter.
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class AjaxApiFilter extends OncePerRequestFilter {

    private static final String TWIN = "/ajax-api/2.0/";
    private static final String API = "/api/2.0/";

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        boolean twin =
                request.getRequestURI().startsWith(TWIN)
                        && request.getServletPath().startsWith(TWIN);
        chain.doFilter(twin ? new Renamed(request) : request, response);
    }

    private static final class Renamed extends HttpServletRequestWrapper {

        Renamed(HttpServletRequest request) {
            super(request);
        }

        @Override
        public String getRequestURI() {
            return renamed(super.getRequestURI());
        }

        @Override
        public StringBuffer getRequestURL() {
            String url = super.getRequestURL().toString();
            return new StringBuffer(url.replaceFirst(TWIN, API));
        }

        @Override
        public String getServletPath() {
            return renamed(super.getServletPath());
        }

        private static String renamed(String path) {
            return API + path.substring(TWIN.length());
        }
    }
}
