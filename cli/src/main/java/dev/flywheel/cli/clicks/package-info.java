/// The clothing shop's clicks: reading the file, making up the time of day that it lacks, and
/// drawing sessions from it. Start from [ClicksFile].
@NullMarked
package dev.flywheel.cli.clicks;

import org.jspecify.annotations.NullMarked;
