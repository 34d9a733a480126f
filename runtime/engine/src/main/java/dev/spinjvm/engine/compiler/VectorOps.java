package dev.spinjvm.engine.compiler;

import dev.spinjvm.engine.NumericType;
import dev.spinjvm.engine.ValueType;
import dev.spinjvm.engine.binary.Op;
import dev.spinjvm.engine.binary.Signatures;
import org.jspecify.annotations.Nullable;

/// The methods that stand for vector and atomic instructions.
///
/// A method takes the instruction's operands first. Those that access memory then take the memory's bytes, the cards if
/// they store, and the offset; lane instructions end with the lane, and `i8x16.shuffle` with two longs of indices.
///
/// @param owner the internal name of the class
record VectorOps(String owner, String name, String descriptor, boolean loads, boolean stores, boolean lane) {

    private static final String GUEST = "dev/spinjvm/engine/guest/";
    private static final String VECTOR = "L" + GUEST + "V128;";

    /// The number of the first, the shape, and the names of instructions with consecutive numbers.
    private static final String NAMES = """
            0 v128 load load8x8_s load8x8_u load16x4_s load16x4_u load32x2_s load32x2_u load8_splat load16_splat \
            load32_splat load64_splat store const
            13 i8x16 shuffle swizzle splat
            16 i16x8 splat
            17 i32x4 splat
            18 i64x2 splat
            19 f32x4 splat
            20 f64x2 splat
            21 i8x16 extract_lane_s extract_lane_u replace_lane
            24 i16x8 extract_lane_s extract_lane_u replace_lane
            27 i32x4 extract_lane replace_lane
            29 i64x2 extract_lane replace_lane
            31 f32x4 extract_lane replace_lane
            33 f64x2 extract_lane replace_lane
            35 i8x16 eq ne lt_s lt_u gt_s gt_u le_s le_u ge_s ge_u
            45 i16x8 eq ne lt_s lt_u gt_s gt_u le_s le_u ge_s ge_u
            55 i32x4 eq ne lt_s lt_u gt_s gt_u le_s le_u ge_s ge_u
            65 f32x4 eq ne lt gt le ge
            71 f64x2 eq ne lt gt le ge
            77 v128 not and andnot or xor bitselect any_true load8_lane load16_lane load32_lane load64_lane \
            store8_lane store16_lane store32_lane store64_lane load32_zero load64_zero
            94 f32x4 demote_f64x2_zero
            95 f64x2 promote_low_f32x4
            96 i8x16 abs neg popcnt all_true bitmask narrow_i16x8_s narrow_i16x8_u
            103 f32x4 ceil floor trunc nearest
            107 i8x16 shl shr_s shr_u add add_sat_s add_sat_u sub sub_sat_s sub_sat_u
            116 f64x2 ceil floor
            118 i8x16 min_s min_u max_s max_u
            122 f64x2 trunc
            123 i8x16 avgr_u
            124 i16x8 extadd_pairwise_i8x16_s extadd_pairwise_i8x16_u
            126 i32x4 extadd_pairwise_i16x8_s extadd_pairwise_i16x8_u
            128 i16x8 abs neg q15mulr_sat_s all_true bitmask narrow_i32x4_s narrow_i32x4_u extend_low_i8x16_s \
            extend_high_i8x16_s extend_low_i8x16_u extend_high_i8x16_u shl shr_s shr_u add add_sat_s add_sat_u sub \
            sub_sat_s sub_sat_u
            148 f64x2 nearest
            149 i16x8 mul min_s min_u max_s max_u
            155 i16x8 avgr_u extmul_low_i8x16_s extmul_high_i8x16_s extmul_low_i8x16_u extmul_high_i8x16_u
            160 i32x4 abs neg
            163 i32x4 all_true bitmask
            167 i32x4 extend_low_i16x8_s extend_high_i16x8_s extend_low_i16x8_u extend_high_i16x8_u shl shr_s shr_u \
            add
            177 i32x4 sub
            181 i32x4 mul min_s min_u max_s max_u dot_i16x8_s
            188 i32x4 extmul_low_i16x8_s extmul_high_i16x8_s extmul_low_i16x8_u extmul_high_i16x8_u
            192 i64x2 abs neg
            195 i64x2 all_true bitmask
            199 i64x2 extend_low_i32x4_s extend_high_i32x4_s extend_low_i32x4_u extend_high_i32x4_u shl shr_s shr_u \
            add
            209 i64x2 sub
            213 i64x2 mul eq ne lt_s gt_s le_s ge_s extmul_low_i32x4_s extmul_high_i32x4_s extmul_low_i32x4_u \
            extmul_high_i32x4_u
            224 f32x4 abs neg
            227 f32x4 sqrt add sub mul div min max pmin pmax
            236 f64x2 abs neg
            239 f64x2 sqrt add sub mul div min max pmin pmax
            248 i32x4 trunc_sat_f32x4_s trunc_sat_f32x4_u
            250 f32x4 convert_i32x4_s convert_i32x4_u
            252 i32x4 trunc_sat_f64x2_s_zero trunc_sat_f64x2_u_zero
            254 f64x2 convert_low_i32x4_s convert_low_i32x4_u
            """;

    private static final String[] ATOMIC_GROUPS = {"Load", "Store", "Add", "Sub", "And", "Or", "Xor", "Xchg", "Cmpxchg"};
    private static final String[] ATOMIC_WIDTHS = {"", "", "8", "16", "8", "16", "32"};

    private static final @Nullable VectorOps[] VECTORS = vectors();

    /// The method for an instruction behind the vector prefix, except `v128.const`.
    static VectorOps vector(int opcode) {
        VectorOps found = VECTORS[opcode & 0xffff];
        if (found == null) {
            throw new IllegalArgumentException("no vector instruction " + Integer.toHexString(opcode));
        }
        return found;
    }

    /// The method for an instruction behind the prefix of atomics, except `atomic.fence`. Waiting and notifying take the
    /// memory object in place of its bytes.
    static VectorOps atomic(int opcode) {
        int number = opcode & 0xffff;
        if (number <= 2) {
            String name = number == 0 ? "notify" : number == 1 ? "wait32" : "wait64";
            String descriptor = descriptor(Signatures.atomic(number), "L" + GUEST + "LinearMemory;I");
            return new VectorOps(GUEST + "Atomics", name, descriptor, false, false, false);
        }
        int group = (number - 0x10) / 7;
        int width = (number - 0x10) % 7;
        boolean load = group == 0;
        String bits = ATOMIC_WIDTHS[width];
        String name = (width == 1 || width > 3 ? "i64" : "i32")
                + (group < 2 ? ATOMIC_GROUPS[group] + bits : "Rmw" + bits + ATOMIC_GROUPS[group])
                + (bits.isEmpty() || group == 1 ? "" : "U");
        String descriptor = descriptor(Signatures.atomic(number), load ? "[BI" : "[B[SI");
        return new VectorOps(GUEST + "Atomics", name, descriptor, load, !load, false);
    }

    private static @Nullable VectorOps[] vectors() {
        @Nullable
        VectorOps[] out = new VectorOps[256];
        NAMES.lines().forEach(line -> {
            String[] words = line.split(" ");
            int first = Integer.parseInt(words[0]);
            for (int i = 2; i < words.length; i++) {
                out[first + i - 2] = vector(first + i - 2, words[1], words[i]);
            }
        });
        return out;
    }

    private static VectorOps vector(int number, String shape, String name) {
        boolean memory = number <= 11 || number >= 84 && number <= 93;
        boolean store = number == 11 || number >= 88 && number <= 91;
        boolean lane = number >= 21 && number <= 34 || number >= 84 && number <= 91;
        String owner = memory
                ? "VectorMemory"
                : shape.equals("v128") ? "V128" : Character.toUpperCase(shape.charAt(0)) + shape.substring(1);
        String more = number == (Op.I8X16_SHUFFLE & 0xffff) ? "JJ" : lane ? "I" : "";
        String descriptor = descriptor(Signatures.vector(number), (memory ? "[B" + (store ? "[S" : "") + "I" : "") + more);
        return new VectorOps(GUEST + owner, camelCase(name), descriptor, memory && !store, store, lane);
    }

    private static String descriptor(Signatures signature, String more) {
        StringBuilder out = new StringBuilder("(");
        for (ValueType type : signature.operands()) {
            out.append(descriptor(type));
        }
        ValueType result = signature.result();
        return out.append(more).append(')').append(result == null ? "V" : descriptor(result)).toString();
    }

    private static String descriptor(ValueType type) {
        return switch ((NumericType) type) {
            case I32 -> "I";
            case I64 -> "J";
            case F32 -> "F";
            case F64 -> "D";
            case V128 -> VECTOR;
        };
    }

    private static String camelCase(String name) {
        StringBuilder out = new StringBuilder();
        boolean upper = false;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == '_') {
                upper = true;
            } else {
                out.append(upper ? Character.toUpperCase(c) : c);
                upper = false;
            }
        }
        return out.toString();
    }
}
