package dev.spinjvm.component.abi;

import org.jspecify.annotations.Nullable;

/// An entry of a handle table that refers to a resource (CanonicalABI.md, "Resource State").
///
/// The representation is an object for resources of the host and an i32 for those of guests.
final class ResourceHandle {
    final ResourceDef resource;
    final @Nullable Object hostRep;
    final int guestRep;
    /// The task in which a borrow ends; null for an own handle.
    final @Nullable Task borrowScope;
    int lends;

    private ResourceHandle(ResourceDef resource, @Nullable Object hostRep, int guestRep, @Nullable Task borrowScope) {
        this.resource = resource;
        this.hostRep = hostRep;
        this.guestRep = guestRep;
        this.borrowScope = borrowScope;
    }

    static ResourceHandle host(ResourceDef resource, Object rep, @Nullable Task borrowScope) {
        return new ResourceHandle(resource, rep, 0, borrowScope);
    }

    static ResourceHandle guest(ResourceDef resource, int rep, @Nullable Task borrowScope) {
        return new ResourceHandle(resource, null, rep, borrowScope);
    }

    boolean own() {
        return borrowScope == null;
    }
}
