/// Promotion, rollback, serving state and audit over REST, with RFC 9457 problems.
///
/// Start with [PromotionController].
@NullMarked
package dev.flywheel.registry.promotion.web;

import org.jspecify.annotations.NullMarked;
