/// What a person sees: lines, progress and tables, on a terminal or in a log. Start from
/// [Terminal].
@NullMarked
package dev.flywheel.cli.terminal;

import org.jspecify.annotations.NullMarked;
