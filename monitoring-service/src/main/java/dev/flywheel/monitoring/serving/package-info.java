/// Which versions are served, and which is the champion, as the registry tells.
///
/// Start with [ServedModels]. It must not know what versions are judged by.
@NullMarked
package dev.flywheel.monitoring.serving;

import org.jspecify.annotations.NullMarked;
