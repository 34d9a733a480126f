/// Runs test suites in the format of the Component Model's reference tests; see docs/testing.md.
@NullMarked
package dev.spinjvm.component.suite;

import org.jspecify.annotations.NullMarked;
