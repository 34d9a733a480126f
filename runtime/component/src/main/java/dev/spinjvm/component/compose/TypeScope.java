package dev.spinjvm.component.compose;

import dev.spinjvm.component.world.FunctionItem;
import dev.spinjvm.component.world.Interface;
import dev.spinjvm.component.world.WitType;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// Writes types into one type index space. Types without a name are written where they are needed; a named one is referred to.
abstract class TypeScope {

    /// Adds a type definition.
    abstract int define(Out type);

    /// The index of a named type, written before if need be.
    abstract int named(WitType.Named type);

    /// The interface from which the types come that are being written.
    @Nullable
    Interface source;

    /// The index of any type.
    final int index(WitType type) {
        WitType.Named local = source == null ? null : source.nameOf(type);
        if (local != null) {
            return named(local);
        }
        return type instanceof WitType.Named named ? named(named) : define(definition(type));
    }

    /// Writes a type where it is used.
    final void value(Out into, WitType type) {
        if (type instanceof WitType.Primitive(var primitive)) {
            into.u8(primitive.code());
        } else {
            into.s33(index(type));
        }
    }

    final int function(FunctionItem function) {
        Out type = new Out().u8(function.async() ? 0x43 : 0x40);
        fields(type, function.params());
        WitType result = function.result();
        if (result == null) {
            type.u8(0x01, 0x00);
        } else {
            type.u8(0x00);
            value(type, result);
        }
        return define(type);
    }

    private void fields(Out into, List<WitType.Field> fields) {
        each(into, fields, (out, field) -> {
            out.name(field.name());
            value(out, field.type());
        });
    }

    /// Parts may have to be defined before the whole; they go to the index space, not into `into`.
    private static <T> void each(Out into, List<T> parts, BiConsumer<Out, T> writer) {
        into.u32(parts.size());
        parts.forEach(part -> writer.accept(into, part));
    }

    private void optional(Out into, @Nullable WitType type) {
        into.u8(type == null ? 0 : 1);
        if (type != null) {
            value(into, type);
        }
    }

    /// The definition of a type that is no name.
    final Out definition(WitType type) {
        Out out = new Out();
        switch (type) {
            case WitType.Primitive(var primitive) -> out.u8(primitive.code());
            case WitType.RecordType(var fields) -> fields(out.u8(0x72), fields);
            case WitType.VariantType(var cases) -> each(out.u8(0x71), cases, (into, one) -> {
                into.name(one.name());
                optional(into, one.payload());
                into.u8(0x00);
            });
            case WitType.ListType(var element) -> value(out.u8(0x70), element);
            case WitType.TupleType(var elements) -> each(out.u8(0x6f), elements, this::value);
            case WitType.FlagsType(var labels) -> each(out.u8(0x6e), labels, Out::name);
            case WitType.EnumType(var labels) -> each(out.u8(0x6d), labels, Out::name);
            case WitType.OptionType(var element) -> value(out.u8(0x6b), element);
            case WitType.ResultType(var ok, var error) -> {
                optional(out.u8(0x6a), ok);
                optional(out, error);
            }
            case WitType.OwnType(var resource) -> out.u8(0x69).u32(index(resource));
            case WitType.BorrowType(var resource) -> out.u8(0x68).u32(index(resource));
            case WitType.FixedListType(var element, var length) -> {
                value(out.u8(0x67), element);
                out.u32(length);
            }
            case WitType.StreamType(var element) -> optional(out.u8(0x66), element);
            case WitType.FutureType(var element) -> optional(out.u8(0x65), element);
            case WitType.MapType(var key, var value) -> {
                value(out.u8(0x63), key);
                value(out, value);
            }
            case WitType.Resource _ -> throw new IllegalStateException("a resource type without a name");
            case WitType.Named named -> throw new IllegalStateException("'" + named.name() + "' is a name");
        }
        return out;
    }
}
