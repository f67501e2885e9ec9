/// What a model version was trained to expect: the bins of each feature and how the served
/// population fell into them at training time.
///
/// Start with [VersionProfile]; [Profiles] finds that of a version. It must not know windows.
@NullMarked
package dev.flywheel.monitoring.profile;

import org.jspecify.annotations.NullMarked;
