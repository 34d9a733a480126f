package dev.spinjvm.component.compose;

import dev.spinjvm.component.binary.Sort;
import java.util.EnumMap;
import java.util.Map;

/// Writes the definitions of a component, and counts its index spaces. Each method gives the index of what it defines.
final class ComponentWriter {
    private static final int CORE_MODULE = 1;
    private static final int CORE_INSTANCE = 2;
    private static final int COMPONENT = 4;
    private static final int INSTANCE = 5;
    private static final int ALIAS = 6;
    private static final int TYPE = 7;
    private static final int CANON = 8;
    private static final int IMPORT = 10;
    private static final int EXPORT = 11;

    private final Out out = new Out().u8(0x00, 0x61, 0x73, 0x6d, 0x0d, 0x00, 0x01, 0x00);
    private final Map<Sort, Integer> sizes = new EnumMap<>(Sort.class);
    private int section;
    private int count;
    private Out body = new Out();

    int type(Out type) {
        return define(TYPE, Sort.TYPE, type);
    }

    /// @param desc the type of the import
    int importItem(String name, Sort sort, Out desc) {
        return define(IMPORT, sort, new Out().u8(0x00).name(name).raw(desc.toByteArray()));
    }

    int component(byte[] component) {
        return whole(COMPONENT, Sort.COMPONENT, component);
    }

    int coreModule(Out module) {
        return whole(CORE_MODULE, Sort.CORE_MODULE, module.toByteArray());
    }

    /// An instance of a core module that imports nothing.
    int coreInstance(int module) {
        return define(CORE_INSTANCE, Sort.CORE_INSTANCE, new Out().u8(0x00).u32(module).u32(0));
    }

    int coreAlias(Sort sort, int instance, String name) {
        return define(ALIAS, sort, new Out().u8(0x00, sort.code(), 0x01).u32(instance).name(name));
    }

    int alias(Sort sort, int instance, String name) {
        return define(ALIAS, sort, new Out().u8(sort.code(), 0x00).u32(instance).name(name));
    }

    int lift(int coreFunction, int type, Out options) {
        return define(CANON, Sort.FUNC, new Out().u8(0x00, 0x00).u32(coreFunction).raw(options.toByteArray()).u32(type));
    }

    /// A thing by sort and index.
    record Argument(Sort sort, int index) {}

    int instance(int component, Map<String, Argument> arguments) {
        Out expr = new Out().u8(0x00).u32(component).u32(arguments.size());
        arguments.forEach((name, argument) -> expr.name(name).u8(argument.sort().code()).u32(argument.index()));
        return define(INSTANCE, Sort.INSTANCE, expr);
    }

    int export(String name, Argument target) {
        return define(EXPORT, target.sort(), new Out().u8(0x00).name(name).u8(target.sort().code()).u32(target.index()).u8(0x00));
    }

    byte[] toByteArray() {
        flush();
        return out.toByteArray();
    }

    private int whole(int id, Sort sort, byte[] content) {
        flush();
        out.u8(id).u32(content.length).raw(content);
        return next(sort);
    }

    /// Definitions of one kind that follow each other share a section.
    private int define(int id, Sort sort, Out definition) {
        if (section != id) {
            flush();
            section = id;
        }
        body.raw(definition.toByteArray());
        count++;
        return next(sort);
    }

    private int next(Sort sort) {
        return sizes.merge(sort, 1, Integer::sum) - 1;
    }

    private void flush() {
        if (count > 0) {
            out.u8(section).sized(new Out().u32(count).raw(body.toByteArray()));
        }
        section = 0;
        count = 0;
        body = new Out();
    }
}
