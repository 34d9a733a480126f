package dev.spinjvm.component.validation;

import dev.spinjvm.component.binary.ByteRange;
import dev.spinjvm.component.types.ValType;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Checks that the bytes of a value definition are a value of its type (Binary.md, "Value Definitions").
final class ValueReader {
    private static final int CANONICAL_NAN_32 = 0x7fc0_0000;
    private static final long CANONICAL_NAN_64 = 0x7ff8_0000_0000_0000L;

    private final Context context;
    private final byte[] array;
    private final int end;
    private int pos;

    ValueReader(Context context, ByteRange range) {
        this.context = context;
        this.array = range.array();
        this.pos = range.offset();
        this.end = range.offset() + range.length();
    }

    void check(ValType type) throws InvalidComponentException {
        value(type);
        if (pos != end) {
            throw invalid("unexpected bytes after the value");
        }
    }

    private InvalidComponentException invalid(String message) {
        return new InvalidComponentException("invalid value: " + message, pos);
    }

    private int u8() throws InvalidComponentException {
        if (pos >= end) {
            throw invalid("unexpected end");
        }
        return array[pos++] & 0xff;
    }

    private void value(ValType type) throws InvalidComponentException {
        context.types().work().step();
        switch (type) {
            case ValType.Primitive primitive -> primitive(primitive);
            case ValType.RecordType(var fields) -> {
                for (ValType.Field field : fields) {
                    value(field.type());
                }
            }
            case ValType.TupleType(var elements) -> {
                for (ValType element : elements) {
                    value(element);
                }
            }
            case ValType.VariantType(var cases) -> optional(cases.get(discriminant(cases.size())).type());
            case ValType.EnumType(var labels) -> discriminant(labels.size());
            case ValType.FlagsType(var labels) -> skip((labels.size() + 7) / 8);
            case ValType.OptionType(var element) -> optional(u8Below(2) == 0 ? null : element);
            case ValType.ResultType(var ok, var error) -> optional(u8Below(2) == 0 ? ok : error);
            case ValType.ListType(var element) -> {
                for (long count = leb(32); count > 0; count--) {
                    value(element);
                }
            }
            case ValType.FixedListType(var element, int length) -> {
                for (long count = Integer.toUnsignedLong(length); count > 0; count--) {
                    value(element);
                }
            }
            case ValType.MapType(var key, var value) -> {
                for (long count = leb(32); count > 0; count--) {
                    value(key);
                    value(value);
                }
            }
            case ValType.StreamType _,ValType.FutureType _,ValType.OwnType _,ValType.BorrowType _ ->
                throw invalid("a " + Subtyping.describe(type) + " cannot be written as a constant");
        }
    }

    private void optional(@Nullable ValType type) throws InvalidComponentException {
        if (type != null) {
            value(type);
        }
    }

    private int discriminant(int count) throws InvalidComponentException {
        long index = leb(32);
        if (index >= count) {
            throw invalid("no case " + index);
        }
        return (int) index;
    }

    private int u8Below(int bound) throws InvalidComponentException {
        int value = u8();
        if (value >= bound) {
            throw invalid("byte out of range");
        }
        return value;
    }

    private void primitive(ValType.Primitive type) throws InvalidComponentException {
        switch (type) {
            case BOOL -> u8Below(2);
            case S8, U8 -> u8();
            case U16 -> leb(16);
            case U32 -> leb(32);
            case U64 -> leb(64);
            case S16 -> leb(16);
            case S32 -> leb(32);
            case S64 -> leb(64);
            case F32 -> {
                int bits = ByteBuffer.wrap(array, skip(4), 4).order(java.nio.ByteOrder.LITTLE_ENDIAN).getInt();
                if (Float.isNaN(Float.intBitsToFloat(bits)) && bits != CANONICAL_NAN_32) {
                    throw invalid("NaN is not canonical");
                }
            }
            case F64 -> {
                long bits = ByteBuffer.wrap(array, skip(8), 8).order(java.nio.ByteOrder.LITTLE_ENDIAN).getLong();
                if (Double.isNaN(Double.longBitsToDouble(bits)) && bits != CANONICAL_NAN_64) {
                    throw invalid("NaN is not canonical");
                }
            }
            case CHAR -> {
                int lead = u8();
                pos--;
                int length = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
                String text = text(length);
                if (text.codePointCount(0, text.length()) != 1) {
                    throw invalid("not one character");
                }
            }
            case STRING -> text((int) Math.min(leb(32), Integer.MAX_VALUE));
            case ERROR_CONTEXT -> throw invalid("an error-context cannot be written as a constant");
        }
    }

    private String text(int length) throws InvalidComponentException {
        int start = skip(length);
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(array, start, length)).toString();
        } catch (CharacterCodingException e) {
            throw invalid("malformed UTF-8 encoding");
        }
    }

    private int skip(int length) throws InvalidComponentException {
        if (length > end - pos) {
            throw invalid("unexpected end");
        }
        pos += length;
        return pos - length;
    }

    private long leb(int bits) throws InvalidComponentException {
        long result = 0;
        for (int shift = 0; shift < bits; shift += 7) {
            int value = u8();
            result |= (long) (value & 0x7f) << shift;
            if (value < 0x80) {
                return bits == 32 ? result & 0xffff_ffffL : result;
            }
        }
        throw invalid("integer representation too long");
    }
}
