/// Reads WIT interface texts (WIT.md) into function and resource types, so that a host can give its definitions the
/// types that the interface documents state.
@NullMarked
package dev.spinjvm.component.wit;

import org.jspecify.annotations.NullMarked;
