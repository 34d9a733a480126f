/// Servers that behave as the real ones do, as far as their protocols say, for tests.
@NullMarked
package dev.spinjvm.plugins.doubles;

import org.jspecify.annotations.NullMarked;
