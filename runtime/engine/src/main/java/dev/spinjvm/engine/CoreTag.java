package dev.spinjvm.engine;

import dev.spinjvm.engine.guest.GuestTag;

/// An exception tag.
public final class CoreTag implements Extern {

    private final TagDecl type;
    final GuestTag tag;

    CoreTag(TagDecl type, GuestTag tag) {
        this.type = type;
        this.tag = tag;
    }

    @Override
    public TagDecl type() {
        return type;
    }
}
