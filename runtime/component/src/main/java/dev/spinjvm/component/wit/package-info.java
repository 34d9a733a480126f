/// Reads WIT interface texts (WIT.md) into function and resource types, so that a host can give its definitions the
/// types that the interface documents state; and worlds, so that components can be compared with them.
@NullMarked
package dev.spinjvm.component.wit;

import org.jspecify.annotations.NullMarked;
