/// Child processes that never outlive their parent.
@NullMarked
package dev.spinjvm.loader.process;

import org.jspecify.annotations.NullMarked;
