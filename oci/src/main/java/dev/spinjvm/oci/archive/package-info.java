@NullMarked
package dev.spinjvm.oci.archive;

import org.jspecify.annotations.NullMarked;
