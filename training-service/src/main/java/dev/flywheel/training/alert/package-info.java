/// Alerts about runs that need a person.
@NullMarked
package dev.flywheel.training.alert;

import org.jspecify.annotations.NullMarked;
