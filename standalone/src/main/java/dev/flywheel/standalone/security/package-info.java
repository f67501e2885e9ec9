/// The key pair, tokens and passwords of a standalone installation, all mode 600. Start from
/// [Secrets].
@NullMarked
package dev.flywheel.standalone.security;

import org.jspecify.annotations.NullMarked;
