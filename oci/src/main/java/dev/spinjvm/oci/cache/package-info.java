@NullMarked
package dev.spinjvm.oci.cache;

import org.jspecify.annotations.NullMarked;
