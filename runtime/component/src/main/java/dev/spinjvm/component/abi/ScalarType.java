package dev.spinjvm.component.abi;

import dev.spinjvm.engine.NumericType;
import org.jspecify.annotations.Nullable;

/// Types of a single core value that need no memory of their own. Each kind says how its bits become a Java value and
/// back; where the bits lie is common to all.
abstract class ScalarType extends AbiType {
    private final String name;

    ScalarType(String name, int size, NumericType core) {
        super(size, size, core);
        this.name = name;
    }

    /// The value that these bits mean; bits beyond the size of the type are to be ignored.
    abstract Object fromBits(long bits);

    /// The bits of a value, zero beyond the size of the type unless the type is signed.
    abstract long toBits(Object value);

    @Override
    Object load(LiftLowerContext cx, int pointer) {
        byte[] bytes = cx.bytes;
        return fromBits(switch (size) {
            case 1 -> bytes[pointer] & 0xff;
            case 2 -> Bytes.getShort(bytes, pointer) & 0xffff;
            case 4 -> Bytes.getInt(bytes, pointer) & 0xffff_ffffL;
            default -> Bytes.getLong(bytes, pointer);
        });
    }

    @Override
    void store(LiftLowerContext cx, @Nullable Object value, int pointer) {
        long bits = toBits(required(value, name));
        byte[] bytes = cx.bytes;
        switch (size) {
            case 1 -> bytes[pointer] = (byte) bits;
            case 2 -> Bytes.putShort(bytes, pointer, (int) bits);
            case 4 -> Bytes.putInt(bytes, pointer, (int) bits);
            default -> Bytes.putLong(bytes, pointer, bits);
        }
    }

    @Override
    Object lift(LiftLowerContext cx, long[] values, int at) {
        return fromBits(values[at]);
    }

    @Override
    void lower(LiftLowerContext cx, @Nullable Object value, long[] values, int at) {
        long bits = toBits(required(value, name));
        values[at] = size == 8 ? bits : bits & 0xffff_ffffL;
    }

    static final ScalarType BOOL = new ScalarType("bool", 1, NumericType.I32) {
        @Override
        Object fromBits(long bits) {
            return (int) bits != 0;
        }

        @Override
        long toBits(Object value) {
            return (Boolean) value ? 1 : 0;
        }
    };

    static final ScalarType S8 = new ScalarType("s8", 1, NumericType.I32) {
        @Override
        Object fromBits(long bits) {
            return (int) (byte) bits;
        }

        @Override
        long toBits(Object value) {
            return (byte) ((Number) value).intValue();
        }
    };

    static final ScalarType U8 = new ScalarType("u8", 1, NumericType.I32) {
        @Override
        Object fromBits(long bits) {
            return (int) bits & 0xff;
        }

        @Override
        long toBits(Object value) {
            return ((Number) value).intValue() & 0xff;
        }
    };

    static final ScalarType S16 = new ScalarType("s16", 2, NumericType.I32) {
        @Override
        Object fromBits(long bits) {
            return (int) (short) bits;
        }

        @Override
        long toBits(Object value) {
            return (short) ((Number) value).intValue();
        }
    };

    static final ScalarType U16 = new ScalarType("u16", 2, NumericType.I32) {
        @Override
        Object fromBits(long bits) {
            return (int) bits & 0xffff;
        }

        @Override
        long toBits(Object value) {
            return ((Number) value).intValue() & 0xffff;
        }
    };

    static final ScalarType S32 = new ScalarType("s32", 4, NumericType.I32) {
        @Override
        Object fromBits(long bits) {
            return (int) bits;
        }

        @Override
        long toBits(Object value) {
            return ((Number) value).intValue();
        }
    };

    static final ScalarType U32 = new ScalarType("u32", 4, NumericType.I32) {
        @Override
        Object fromBits(long bits) {
            return bits & 0xffff_ffffL;
        }

        @Override
        long toBits(Object value) {
            return ((Number) value).longValue() & 0xffff_ffffL;
        }
    };

    /// Both `s64` and `u64`: the host sees raw bits.
    static final ScalarType I64 = new ScalarType("s64 or u64", 8, NumericType.I64) {
        @Override
        Object fromBits(long bits) {
            return bits;
        }

        @Override
        long toBits(Object value) {
            return ((Number) value).longValue();
        }
    };

    static final ScalarType F32 = new ScalarType("f32", 4, NumericType.F32) {
        @Override
        Object fromBits(long bits) {
            float value = Float.intBitsToFloat((int) bits);
            return Float.isNaN(value) ? Float.NaN : value;
        }

        @Override
        long toBits(Object value) {
            return Float.floatToIntBits((Float) value);
        }
    };

    static final ScalarType F64 = new ScalarType("f64", 8, NumericType.F64) {
        @Override
        Object fromBits(long bits) {
            double value = Double.longBitsToDouble(bits);
            return Double.isNaN(value) ? Double.NaN : value;
        }

        @Override
        long toBits(Object value) {
            return Double.doubleToLongBits((Double) value);
        }
    };

    static final ScalarType CHAR = new ScalarType("char", 4, NumericType.I32) {
        @Override
        Object fromBits(long bits) {
            int scalar = (int) bits;
            if (!isScalarValue(scalar)) {
                throw Traps.trap("invalid `char` bit pattern");
            }
            return scalar;
        }

        @Override
        long toBits(Object value) {
            int scalar = (Integer) value;
            if (!isScalarValue(scalar)) {
                throw new IllegalArgumentException("0x" + Integer.toHexString(scalar) + " is not a Unicode scalar value");
            }
            return scalar;
        }

        private boolean isScalarValue(int scalar) {
            return Character.isValidCodePoint(scalar) && (scalar < Character.MIN_SURROGATE || scalar > Character.MAX_SURROGATE);
        }
    };

    /// `flags` of `count` labels, label i as bit i.
    static ScalarType flags(int count) {
        long mask = (1L << count) - 1;
        return new ScalarType("flags", count <= 8 ? 1 : count <= 16 ? 2 : 4, NumericType.I32) {
            @Override
            Object fromBits(long bits) {
                return (int) (bits & mask);
            }

            @Override
            long toBits(Object value) {
                return (Integer) value & mask;
            }
        };
    }

    /// `enum` of `count` labels.
    static ScalarType enumeration(int count) {
        return new ScalarType("enum", VariantType.discriminantSize(count), NumericType.I32) {
            @Override
            Object fromBits(long bits) {
                return VariantType.checkCase((int) bits, count);
            }

            @Override
            long toBits(Object value) {
                return VariantType.checkHostCase((Integer) value, count);
            }
        };
    }
}
