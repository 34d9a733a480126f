package dev.spinjvm.component.abi;

import dev.spinjvm.engine.NumericType;
import org.jspecify.annotations.Nullable;

/// Types of a single core value that need no memory of their own. Each kind says which number its bits mean, which bits a
/// number has, and how the number looks as a Java value; where the bits lie is common to all.
abstract class ScalarType extends AbiType {
    private final String name;

    ScalarType(String name, int size, NumericType core) {
        super(size, size, core);
        this.name = name;
    }

    /// The number that these bits mean; bits beyond the size of the type are to be ignored. Floats have no number.
    abstract long number(long bits);

    /// The bits of a number, zero beyond the size of the type unless the type is signed.
    ///
    /// @throws IllegalArgumentException if the type has no such value
    abstract long bits(long number);

    /// The Java value of these bits.
    abstract Object fromBits(long bits);

    /// The bits of a Java value.
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
        storeBits(cx, toBits(required(value, name)), pointer);
    }

    final void storeBits(LiftLowerContext cx, long bits, int pointer) {
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

    /// The types whose Java value is a number, a truth value included.
    private abstract static class Whole extends ScalarType {
        Whole(String name, int size, NumericType core) {
            super(name, size, core);
        }

        @Override
        Object fromBits(long bits) {
            return (int) number(bits);
        }

        @Override
        long toBits(Object value) {
            return bits(((Number) value).longValue());
        }
    }

    static final ScalarType BOOL = new Whole("bool", 1, NumericType.I32) {
        @Override
        long number(long bits) {
            return (int) bits != 0 ? 1 : 0;
        }

        @Override
        long bits(long number) {
            return number != 0 ? 1 : 0;
        }

        @Override
        Object fromBits(long bits) {
            return (int) bits != 0;
        }

        @Override
        long toBits(Object value) {
            return (Boolean) value ? 1 : 0;
        }
    };

    static final ScalarType S8 = new Whole("s8", 1, NumericType.I32) {
        @Override
        long number(long bits) {
            return (byte) bits;
        }

        @Override
        long bits(long number) {
            return (byte) number;
        }
    };

    static final ScalarType U8 = new Whole("u8", 1, NumericType.I32) {
        @Override
        long number(long bits) {
            return bits & 0xff;
        }

        @Override
        long bits(long number) {
            return number & 0xff;
        }
    };

    static final ScalarType S16 = new Whole("s16", 2, NumericType.I32) {
        @Override
        long number(long bits) {
            return (short) bits;
        }

        @Override
        long bits(long number) {
            return (short) number;
        }
    };

    static final ScalarType U16 = new Whole("u16", 2, NumericType.I32) {
        @Override
        long number(long bits) {
            return bits & 0xffff;
        }

        @Override
        long bits(long number) {
            return number & 0xffff;
        }
    };

    static final ScalarType S32 = new Whole("s32", 4, NumericType.I32) {
        @Override
        long number(long bits) {
            return (int) bits;
        }

        @Override
        long bits(long number) {
            return (int) number;
        }
    };

    static final ScalarType U32 = new Whole("u32", 4, NumericType.I32) {
        @Override
        long number(long bits) {
            return bits & 0xffff_ffffL;
        }

        @Override
        long bits(long number) {
            return number & 0xffff_ffffL;
        }

        @Override
        Object fromBits(long bits) {
            return number(bits);
        }
    };

    /// Both `s64` and `u64`: the host sees raw bits.
    static final ScalarType I64 = new Whole("s64 or u64", 8, NumericType.I64) {
        @Override
        long number(long bits) {
            return bits;
        }

        @Override
        long bits(long number) {
            return number;
        }

        @Override
        Object fromBits(long bits) {
            return bits;
        }
    };

    private abstract static class Floating extends ScalarType {
        private final String name;

        Floating(String name, int size, NumericType core) {
            super(name, size, core);
            this.name = name;
        }

        @Override
        long number(long bits) {
            throw new ClassCastException(name + " is no whole number");
        }

        @Override
        long bits(long number) {
            throw new ClassCastException(name + " is no whole number");
        }
    }

    static final ScalarType F32 = new Floating("f32", 4, NumericType.F32) {
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

    static final ScalarType F64 = new Floating("f64", 8, NumericType.F64) {
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

    static final ScalarType CHAR = new Whole("char", 4, NumericType.I32) {
        @Override
        long number(long bits) {
            int scalar = (int) bits;
            if (!isScalarValue(scalar)) {
                throw Traps.trap("invalid `char` bit pattern");
            }
            return scalar;
        }

        @Override
        long bits(long number) {
            int scalar = (int) number;
            if (!isScalarValue(scalar)) {
                throw new IllegalArgumentException("0x" + Integer.toHexString(scalar) + " is not a Unicode scalar value");
            }
            return scalar;
        }

        @Override
        long toBits(Object value) {
            return bits((Integer) value);
        }

        private boolean isScalarValue(int scalar) {
            return Character.isValidCodePoint(scalar) && (scalar < Character.MIN_SURROGATE || scalar > Character.MAX_SURROGATE);
        }
    };

    /// `flags` of `count` labels, label i as bit i.
    static ScalarType flags(int count) {
        long mask = (1L << count) - 1;
        return new Whole("flags", count <= 8 ? 1 : count <= 16 ? 2 : 4, NumericType.I32) {
            @Override
            long number(long bits) {
                return (int) (bits & mask);
            }

            @Override
            long bits(long number) {
                return number & mask;
            }

            @Override
            long toBits(Object value) {
                return bits((Integer) value);
            }
        };
    }

    /// `enum` of `count` labels.
    static ScalarType enumeration(int count) {
        return new Whole("enum", VariantType.discriminantSize(count), NumericType.I32) {
            @Override
            long number(long bits) {
                return VariantType.checkCase((int) bits, count);
            }

            @Override
            long bits(long number) {
                return VariantType.checkHostCase((int) number, count);
            }

            @Override
            long toBits(Object value) {
                return bits((Integer) value);
            }
        };
    }
}
