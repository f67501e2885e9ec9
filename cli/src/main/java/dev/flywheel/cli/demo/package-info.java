/// The demo: the whole loop on real clicks, step by step, each step asserting what it claims. Start
/// from [DemoCommand].
@NullMarked
package dev.flywheel.cli.demo;

import org.jspecify.annotations.NullMarked;
