package dev.spinjvm.component;

import dev.spinjvm.component.types.ResourceType;

/// A handle that the host holds to a resource implemented by a guest.
///
/// @param type the resource type, as the implementing instance generated it
/// @param representation the i32 that the guest's `resource.new` was given
/// @param owned whether the host owns the resource and must drop it
public record GuestResource(ResourceType type, int representation, boolean owned) {}
