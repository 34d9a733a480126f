/// Keys and certificates in their text form.
@NullMarked
package dev.spinjvm.loader.pem;

import org.jspecify.annotations.NullMarked;
