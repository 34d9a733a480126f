/// Which host interfaces a component dependency may use: those of the configuration that it inherits from its parent, and
/// denials in the place of the others.
@NullMarked
package dev.spinjvm.host.capabilities;

import org.jspecify.annotations.NullMarked;
