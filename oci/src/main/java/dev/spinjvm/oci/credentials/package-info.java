@NullMarked
package dev.spinjvm.oci.credentials;

import org.jspecify.annotations.NullMarked;
