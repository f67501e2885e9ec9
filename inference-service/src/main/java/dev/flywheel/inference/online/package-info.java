/// The online features on this machine: the states that the feature service publishes, kept on disk
/// and ready for a prediction.
///
/// Start with [OnlineFeatures]. Nothing here knows models or requests.
@NullMarked
package dev.flywheel.inference.online;

import org.jspecify.annotations.NullMarked;
