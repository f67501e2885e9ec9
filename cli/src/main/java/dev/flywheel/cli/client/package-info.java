/// The six services as a client sees them: URLs, token, JSON over HTTP, problems. Start from [Api].
@NullMarked
package dev.flywheel.cli.client;

import org.jspecify.annotations.NullMarked;
