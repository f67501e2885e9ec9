package dev.flywheel.support.security;

import dev.flywheel.support.problem.ProblemWriter;
import dev.flywheel.support.problem.Problems;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;

/// Answers a caller without a valid token (401) and one whose token lacks a scope (403).
final class SecurityProblems implements AuthenticationEntryPoint, AccessDeniedHandler {

    private final ScopeRules rules;
    private final ProblemWriter writer;

    SecurityProblems(ScopeRules rules, ProblemWriter writer) {
        this.rules = rules;
        this.writer = writer;
    }

    @Override
    public void commence(
            HttpServletRequest request,
            HttpServletResponse response,
            AuthenticationException failure)
            throws IOException {
        boolean invalid = failure instanceof InvalidBearerTokenException;
        String detail =
                invalid
                        ? "The bearer token is expired, malformed or not signed by a key that this service trusts"
                        : "Send a token as 'Authorization: Bearer <token>'";
        response.setHeader(
                HttpHeaders.WWW_AUTHENTICATE,
                invalid ? "Bearer error=\"invalid_token\"" : "Bearer");
        writer.write(
                request,
                response,
                Problems.of(
                        HttpStatus.UNAUTHORIZED,
                        "token-missing",
                        "A valid token is needed",
                        detail));
    }

    @Override
    public void handle(
            HttpServletRequest request, HttpServletResponse response, AccessDeniedException failure)
            throws IOException {
        List<String> scopes = rules.matching(request).map(ScopeRules.Rule::anyOf).orElse(List.of());
        String detail =
                scopes.isEmpty()
                        ? "No scope gives access to this path"
                        : "This call needs the scope " + String.join(" or ", scopes);
        ProblemDetail problem =
                Problems.of(
                        HttpStatus.FORBIDDEN, "scope-missing", "The token lacks a scope", detail);
        problem.setProperty("scopes", scopes);
        writer.write(request, response, problem);
    }
}
