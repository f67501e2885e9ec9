/// What is the same about all requests and answers: how large bodies may be, and what becomes of an
/// answer that fails half-way.
@NullMarked
package dev.flywheel.support.http;

import org.jspecify.annotations.NullMarked;
