/// The binary format of the Component Model: its abstract syntax, the decoder, and the grammar of names.
@NullMarked
package dev.spinjvm.component.binary;

import org.jspecify.annotations.NullMarked;
