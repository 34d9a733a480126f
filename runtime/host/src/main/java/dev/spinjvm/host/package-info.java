/// Spin's side of what guests import: outgoing HTTP under the rules of `allowed_outbound_hosts`, and the state that the
/// stores of a component carry.
@NullMarked
package dev.spinjvm.host;

import org.jspecify.annotations.NullMarked;
