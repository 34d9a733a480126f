package dev.spinjvm.engine;

import dev.spinjvm.engine.ModuleBinary.Section;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import run.endive.wasm.WasmModule;
import run.endive.wasm.types.AnnotatedInstruction;
import run.endive.wasm.types.ExternalType;
import run.endive.wasm.types.FunctionBody;
import run.endive.wasm.types.FunctionType;
import run.endive.wasm.types.OpCode;
import run.endive.wasm.types.ValType;
import run.endive.wasm.types.WasmEncoding;

/// Finds what this engine cannot run, and names feature and function.
final class FeatureScan {

    private static final int SIMD_PREFIX = 0xfd;

    private final ModuleBinary binary;
    private final ByteReader reader;

    private FeatureScan(ModuleBinary binary, ByteReader reader) {
        this.binary = binary;
        this.reader = reader;
    }

    /// @throws InvalidModuleException if the parsed module uses what the compiler lacks
    static void refuseUnsupported(ModuleBinary binary, WasmModule module) {
        int imported = module.importSection().count(ExternalType.FUNCTION);
        int count = module.codeSection().functionBodyCount();
        for (int i = 0; i < count; i++) {
            FunctionBody body = module.codeSection().getFunctionBody(i);
            FunctionType type = module.functionSection().getFunctionType(i, module.typeSection());
            if (hasVector(body.localTypes()) || hasVector(type.params()) || hasVector(type.returns())) {
                throw unsupported("SIMD", "a value of type v128", binary, imported + i);
            }
            for (AnnotatedInstruction instruction : body.instructions()) {
                String feature = feature(instruction.opcode());
                if (feature != null) {
                    throw unsupported(feature, "instruction " + text(instruction.opcode()), binary, imported + i);
                }
            }
        }
        for (int i = 0; i < module.globalSection().globalCount(); i++) {
            if (module.globalSection().getGlobal(i).valueType().equals(ValType.V128)) {
                throw new InvalidModuleException("unsupported feature SIMD: a global of type v128");
            }
        }
    }

    /// The feature that is missing for `opcode`, or null. Objects of the GC proposal would live in the Java
    /// heap, outside of any limit on a guest's memory.
    private static @Nullable String feature(OpCode opcode) {
        return switch (opcode) {
            case STRUCT_NEW, STRUCT_NEW_DEFAULT, ARRAY_NEW, ARRAY_NEW_DEFAULT, ARRAY_NEW_FIXED, ARRAY_NEW_DATA,
                    ARRAY_NEW_ELEM -> "GC";
            default -> opcode.opcode() >>> 8 == SIMD_PREFIX ? "SIMD" : null;
        };
    }

    private static boolean hasVector(List<ValType> types) {
        for (ValType type : types) {
            if (type.equals(ValType.V128)) {
                return true;
            }
        }
        return false;
    }

    private static String text(OpCode opcode) {
        String name = opcode.name();
        int first = name.indexOf('_');
        return first < 0
                ? name.toLowerCase(Locale.ROOT)
                : name.substring(0, first).toLowerCase(Locale.ROOT) + "."
                        + name.substring(first + 1).toLowerCase(Locale.ROOT);
    }

    private static InvalidModuleException unsupported(String feature, String what, ModuleBinary binary,
            int function) {
        return new InvalidModuleException(
                "unsupported feature " + feature + ": " + what + " in " + functionText(binary, function));
    }

    private static String functionText(ModuleBinary binary, int function) {
        String name = FunctionNames.find(binary, function);
        return "function " + function + (name == null ? "" : " (" + name + ")");
    }

    /// For a module that the parser refused: the first instruction that belongs to a feature which the
    /// engine does not have, or null if there is none.
    static @Nullable String unsupportedInstruction(ModuleBinary binary) {
        for (Section section : binary.sections()) {
            if (section.id() == ModuleBinary.CODE_SECTION) {
                try {
                    return new FeatureScan(binary, new ByteReader(binary.bytes(), section.start(), section.end()))
                            .scanCode();
                } catch (InvalidModuleException e) {
                    return null;
                }
            }
        }
        return null;
    }

    private @Nullable String scanCode() {
        int imported = (int) binary.imports().stream().filter(i -> binary.bytes()[i.typeStart()] == 0).count();
        int count = reader.u32();
        for (int i = 0; i < count; i++) {
            int size = reader.u32();
            int end = reader.position() + size;
            for (int groups = reader.u32(); groups > 0; groups--) {
                reader.skipLeb();
                skipValueType();
            }
            while (reader.position() < end) {
                String feature = scanInstruction();
                if (feature != null) {
                    return "unsupported feature " + feature + " in " + functionText(binary, imported + i);
                }
            }
        }
        return null;
    }

    private @Nullable String scanInstruction() {
        int first = reader.u8();
        int code = first;
        if (first >= 0xfb && first <= 0xfe) {
            int second = reader.u32();
            if (second > 0xff) {
                return first == SIMD_PREFIX ? "relaxed SIMD" : null;
            }
            code = first << 8 | second;
        }
        OpCode opcode = OpCode.byOpCode(code);
        if (opcode == null) {
            return unknown(code);
        }
        if (first == SIMD_PREFIX) {
            return "SIMD: instruction " + text(opcode);
        }
        for (WasmEncoding encoding : OpCode.signature(opcode)) {
            skipImmediate(encoding);
        }
        return null;
    }

    private static String unknown(int code) {
        String hex = Integer.toHexString(code);
        return switch (code) {
            case 0x06, 0x07, 0x09, 0x18, 0x19 -> "legacy exception handling: opcode 0x" + hex;
            case 0xfc13, 0xfc14, 0xfc15, 0xfc16 -> "wide arithmetic: opcode 0x" + hex;
            case 0xe0, 0xe1, 0xe2, 0xe3, 0xe4, 0xe5, 0xe6 -> "stack switching: opcode 0x" + hex;
            default -> switch (code >>> 8) {
                case 0xfb -> "GC extensions: opcode 0x" + hex;
                case SIMD_PREFIX -> "SIMD: opcode 0x" + hex;
                case 0xfe -> "shared-everything threads: opcode 0x" + hex;
                default -> "unknown to this engine: illegal opcode 0x" + hex;
            };
        };
    }

    private void skipImmediate(WasmEncoding encoding) {
        switch (encoding) {
            case VARUINT, VARSINT32, VARSINT64, BLOCK_TYPE -> skipBlockType(encoding);
            case FLOAT32 -> reader.skip(4);
            case FLOAT64 -> reader.skip(8);
            case VEC_VARUINT -> {
                for (int rest = reader.u32(); rest > 0; rest--) {
                    reader.skipLeb();
                }
            }
            case VEC_CATCH -> skipCatches();
            case BYTE -> reader.skip(1);
            case V128 -> reader.skip(16);
            case VEC_VALUE_TYPE -> {
                for (int rest = reader.u32(); rest > 0; rest--) {
                    skipValueType();
                }
            }
            case MEMARG -> {
                if (reader.u32() >= 64) {
                    reader.skipLeb();
                }
                reader.skipLeb();
            }
        }
    }

    private void skipBlockType(WasmEncoding encoding) {
        int position = reader.position();
        reader.skipLeb();
        int first = binary.bytes()[position] & 0xff;
        if (encoding == WasmEncoding.BLOCK_TYPE && (first == 0x63 || first == 0x64)) {
            reader.skipLeb();
        }
    }

    private void skipCatches() {
        for (int rest = reader.u32(); rest > 0; rest--) {
            if (reader.u8() < 2) {
                reader.skipLeb();
            }
            reader.skipLeb();
        }
    }

    private void skipValueType() {
        int first = reader.u8();
        if (first == 0x63 || first == 0x64) {
            reader.skipLeb();
        }
    }
}
