package dev.spinjvm.engine.guest;

import dev.spinjvm.engine.FuncType;

/// An exception tag; tags are equal by identity.
public final class GuestTag {

    private final FuncType type;

    public GuestTag(FuncType type) {
        this.type = type;
    }

    public FuncType type() {
        return type;
    }
}
