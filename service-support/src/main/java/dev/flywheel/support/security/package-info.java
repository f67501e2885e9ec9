/// Who may call what: JWTs, the scopes that paths ask for, and the answers to those that lack them.
///
/// Start with [ScopeRules], which each service declares as a bean.
@NullMarked
package dev.flywheel.support.security;

import org.jspecify.annotations.NullMarked;
