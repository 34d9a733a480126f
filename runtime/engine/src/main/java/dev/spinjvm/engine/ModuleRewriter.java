package dev.spinjvm.engine;

import dev.spinjvm.engine.ModuleBinary.Import;
import dev.spinjvm.engine.ModuleBinary.Section;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Writes the forms of a module that the engine's parser reads.
///
/// In every form imports have unique names (their index), because the parser refuses an import without any
/// name and instantiation finds imports by name, so that two imports of one name could not be told apart.
/// Custom sections are gone.
final class ModuleRewriter {

    /// The module name that all renamed imports share.
    static final String IMPORT_MODULE = "i";

    private final ModuleBinary module;

    ModuleRewriter(ModuleBinary module) {
        this.module = module;
    }

    /// The form to validate and compile.
    byte[] whole() {
        ByteArrayOutputStream out = header();
        for (Section section : module.sections()) {
            if (section.id() != ModuleBinary.CUSTOM_SECTION) {
                section(out, section.id(), section.id() == ModuleBinary.IMPORT_SECTION ? imports() : copy(section));
            }
        }
        return out.toByteArray();
    }

    /// The form to run, once the code is compiled: the code section has the interpreted bodies only.
    ///
    /// @param keptBodies positions in the code section of the bodies that the interpreter needs
    /// @param mergeData whether active data segments may be joined, because no instruction names a segment
    byte[] stripped(Set<Integer> keptBodies, boolean mergeData) {
        ByteArrayOutputStream out = header();
        byte @Nullable [] data = mergeData ? DataMerger.merge(module) : null;
        for (Section section : module.sections()) {
            switch (section.id()) {
                case ModuleBinary.CUSTOM_SECTION -> {
                }
                case ModuleBinary.IMPORT_SECTION -> section(out, section.id(), imports());
                case ModuleBinary.CODE_SECTION -> section(out, section.id(), code(section, keptBodies));
                case ModuleBinary.DATA_SECTION -> section(out, section.id(), data == null ? copy(section) : data);
                case ModuleBinary.DATA_COUNT_SECTION -> {
                    if (data == null) {
                        section(out, section.id(), copy(section));
                    }
                }
                default -> section(out, section.id(), copy(section));
            }
        }
        return out.toByteArray();
    }

    private ByteArrayOutputStream header() {
        ByteArrayOutputStream out = new ByteArrayOutputStream(module.bytes().length / 2);
        out.write(module.bytes(), 0, 8);
        return out;
    }

    private byte[] copy(Section section) {
        return Arrays.copyOfRange(module.bytes(), section.start(), section.end());
    }

    private byte[] imports() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        writeU32(out, module.imports().size());
        for (int i = 0; i < module.imports().size(); i++) {
            Import declared = module.imports().get(i);
            writeName(out, IMPORT_MODULE);
            writeName(out, Integer.toString(i));
            out.write(module.bytes(), declared.typeStart(), declared.typeEnd() - declared.typeStart());
        }
        return out.toByteArray();
    }

    private byte[] code(Section section, Set<Integer> keptBodies) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteReader reader = new ByteReader(module.bytes(), section.start(), section.end());
        int count = reader.u32();
        writeU32(out, keptBodies.size());
        for (int i = 0; i < count; i++) {
            int start = reader.position();
            reader.skip(reader.u32());
            if (keptBodies.contains(i)) {
                out.write(module.bytes(), start, reader.position() - start);
            }
        }
        return out.toByteArray();
    }

    private static void section(ByteArrayOutputStream out, int id, byte[] content) {
        out.write(id);
        writeU32(out, content.length);
        out.write(content, 0, content.length);
    }

    static void writeU32(ByteArrayOutputStream out, int value) {
        int rest = value;
        while (rest >>> 7 != 0) {
            out.write((rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        out.write(rest);
    }

    static void writeS32(ByteArrayOutputStream out, int value) {
        int rest = value;
        while (rest < -64 || rest > 63) {
            out.write((rest & 0x7f) | 0x80);
            rest >>= 7;
        }
        out.write(rest & 0x7f);
    }

    private static void writeName(ByteArrayOutputStream out, String name) {
        byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
        writeU32(out, utf8.length);
        out.write(utf8, 0, utf8.length);
    }
}
