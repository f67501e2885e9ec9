/// Where artifacts lie: a directory or an S3 bucket, and in it an area for each service that stores
/// any.
///
/// Start with [ArtifactAreas]. What is stored, and when it may go, is the services' matter. The
/// classes of S3 need its SDK, which only services that store artifacts bring along.
@NullMarked
package dev.flywheel.support.artifact;

import org.jspecify.annotations.NullMarked;
