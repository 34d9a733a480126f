package dev.spinjvm.engine;

import run.endive.runtime.TagInstance;

/// An exception tag.
public final class CoreTag implements Extern {

    private final TagDecl type;
    final TagInstance tag;

    CoreTag(TagDecl type, TagInstance tag) {
        this.type = type;
        this.tag = tag;
    }

    @Override
    public TagDecl type() {
        return type;
    }
}
