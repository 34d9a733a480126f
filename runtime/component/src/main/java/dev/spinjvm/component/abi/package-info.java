/// The Canonical ABI: how component values cross into and out of core WebAssembly, and the state of component
/// instances, tasks and handle tables on which those crossings depend (CanonicalABI.md).
@NullMarked
package dev.spinjvm.component.abi;

import org.jspecify.annotations.NullMarked;
