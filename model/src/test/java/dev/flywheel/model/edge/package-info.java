/// Predicting with an archive and nothing else; `docs/edge.md` shows the program.
@NullMarked
package dev.flywheel.model.edge;

import org.jspecify.annotations.NullMarked;
