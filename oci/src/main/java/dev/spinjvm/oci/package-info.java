@NullMarked
package dev.spinjvm.oci;

import org.jspecify.annotations.NullMarked;
