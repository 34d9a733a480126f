/// The binary format of core modules: bytes to immutable records, instructions one at a time.
@NullMarked
package dev.spinjvm.engine.binary;

import org.jspecify.annotations.NullMarked;
