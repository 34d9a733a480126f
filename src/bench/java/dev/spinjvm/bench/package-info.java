/// Benchmarks, which use the other modules as any program would.
@NullMarked
package dev.spinjvm.bench;

import org.jspecify.annotations.NullMarked;
