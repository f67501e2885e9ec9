package dev.flywheel.registry.mlflow.web;

import dev.flywheel.registry.mlflow.wire.ErrorCode;
import dev.flywheel.registry.mlflow.wire.MlflowException;
import org.springframework.security.core.Authentication;

/// Checks a scope that only the body of a call tells to be needed.
final class CallerScopes {

    private CallerScopes() {}

    static void require(Authentication caller, String scope) {
        boolean granted =
                caller.getAuthorities().stream()
                        .anyMatch(held -> ("SCOPE_" + scope).equals(held.getAuthority()));
        if (!granted) {
            throw new MlflowException(
                    ErrorCode.PERMISSION_DENIED, "This call needs the scope " + scope);
        }
    }
}
