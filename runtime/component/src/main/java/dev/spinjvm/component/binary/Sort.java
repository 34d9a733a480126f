package dev.spinjvm.component.binary;

/// The sorts of definitions, one for each index space (Binary.md, `sort` and `core:sort`).
public enum Sort {
    CORE_FUNC(0x00, "core func"),
    CORE_TABLE(0x01, "core table"),
    CORE_MEMORY(0x02, "core memory"),
    CORE_GLOBAL(0x03, "core global"),
    CORE_TAG(0x04, "core tag"),
    CORE_TYPE(0x10, "core type"),
    CORE_MODULE(0x11, "core module"),
    CORE_INSTANCE(0x12, "core instance"),
    FUNC(0x01, "func"),
    VALUE(0x02, "value"),
    TYPE(0x03, "type"),
    COMPONENT(0x04, "component"),
    INSTANCE(0x05, "instance");

    private final int code;
    private final String text;

    Sort(int code, String text) {
        this.code = code;
        this.text = text;
    }

    /// The byte of the binary format; core sorts in a component-level position have `0x00` before it.
    public int code() {
        return code;
    }

    public boolean isCore() {
        return ordinal() <= CORE_INSTANCE.ordinal();
    }

    /// The name as written in the text format.
    @Override
    public String toString() {
        return text;
    }
}
