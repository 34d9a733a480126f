package dev.spinjvm.component;

import dev.spinjvm.component.types.ResourceType;

/// A handle that the host holds to a resource implemented by a guest.
///
/// One that owns the resource is either given to a guest as `own`, which ends its ownership, or dropped. It belongs to
/// its instance tree and is worth nothing in another one, nor after a reset.
public interface GuestResource {

    /// The resource type, as the implementing instance generated it.
    ResourceType type();

    /// The i32 that the guest gave to `resource.new`.
    int representation();

    /// Whether the host owns the resource and must drop it or give it away.
    boolean owned();

    /// Runs the guest's destructor.
    ///
    /// @throws IllegalStateException if the host does not own the resource (any more)
    void drop();
}
