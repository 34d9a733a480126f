/// The JSON schema of the application manifest, with which editors complete and check `spin.toml`.
@NullMarked
package dev.spinjvm.loader.schema;

import org.jspecify.annotations.NullMarked;
