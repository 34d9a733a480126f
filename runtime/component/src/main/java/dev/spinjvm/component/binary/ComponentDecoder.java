package dev.spinjvm.component.binary;

import dev.spinjvm.component.binary.ComponentBinary.CustomSection;
import dev.spinjvm.component.binary.Definition.AliasDef;
import dev.spinjvm.component.binary.Definition.CanonDef;
import dev.spinjvm.component.binary.Definition.CoreInstanceDef;
import dev.spinjvm.component.binary.Definition.CoreModuleDef;
import dev.spinjvm.component.binary.Definition.CoreTypeDef;
import dev.spinjvm.component.binary.Definition.InstanceDef;
import dev.spinjvm.component.binary.Definition.NestedComponentDef;
import dev.spinjvm.component.binary.Definition.TypeDef;
import java.util.ArrayList;
import java.util.List;

/// Decodes the binary format of components (Binary.md).
///
/// Decoding checks the grammar only: indices may dangle, names and types may break the rules of validation. Of core modules
/// it checks the preamble and the frame of the sections. Memory and stack use are bounded for any input; beyond a million
/// vector elements or a hundred levels of nesting a component is refused.
///
/// The result refers to the given array, which must not be changed afterwards.
public final class ComponentDecoder {

    private static final int MAGIC = 0x6d736100;
    private static final int COMPONENT_VERSION = 0x0001_000d;
    private static final int MODULE_VERSION = 0x0000_0001;
    private static final int PREAMBLE = 8;

    private ComponentDecoder() {}

    /// Decodes a whole file.
    ///
    /// @throws MalformedComponentException if the grammar does not derive the bytes
    public static ComponentBinary decode(byte[] bytes) throws MalformedComponentException {
        return component(new BinaryReader(bytes));
    }

    /// Whether the bytes begin like a component of any version.
    public static boolean isComponent(byte[] bytes) {
        return bytes.length >= PREAMBLE && int32(bytes, 0) == MAGIC && int32(bytes, 4) >>> 16 == 1;
    }

    /// Whether the bytes begin like a core module.
    public static boolean isCoreModule(byte[] bytes) {
        return bytes.length >= PREAMBLE && int32(bytes, 0) == MAGIC && int32(bytes, 4) >>> 16 == 0;
    }

    private static ComponentBinary component(BinaryReader in) throws MalformedComponentException {
        in.enter();
        var offset = in.pos();
        preamble(in);
        var definitions = new ArrayList<Definition>();
        var customs = new ArrayList<CustomSection>();
        while (!in.atEnd()) {
            var start = in.pos();
            var id = in.u8();
            if (id > 12) {
                throw in.failAt("malformed section id: " + id, start);
            }
            var section = in.sub(in.u32());
            if (id == 0) {
                customs.add(new CustomSection(section.name(), section.rest(), start));
            } else {
                section(id, section, definitions);
                section.expectEnd("section");
            }
        }
        in.leave();
        return new ComponentBinary(definitions, customs, offset);
    }

    private static void section(int id, BinaryReader in, List<Definition> into) throws MalformedComponentException {
        var offset = in.pos();
        switch (id) {
            case 1 -> {
                CoreModuleFrame.check(in);
                into.add(new CoreModuleDef(in.rest(), offset));
            }
            case 2 -> each(in, into, at -> new CoreInstanceDef(DefinitionDecoder.coreInstance(in), at));
            case 3 -> each(in, into, at -> new CoreTypeDef(CoreTypeDecoder.deftype(in), at));
            case 4 -> into.add(new NestedComponentDef(component(in), offset));
            case 5 -> each(in, into, at -> new InstanceDef(DefinitionDecoder.instance(in), at));
            case 6 -> each(in, into, at -> new AliasDef(DefinitionDecoder.alias(in), at));
            case 7 -> each(in, into, at -> new TypeDef(TypeDecoder.deftype(in), at));
            case 8 -> each(in, into, at -> new CanonDef(CanonDecoder.canon(in), at));
            case 9 -> into.add(DefinitionDecoder.start(in));
            case 10 -> each(in, into, at -> DefinitionDecoder.importDef(in));
            case 11 -> each(in, into, at -> DefinitionDecoder.exportDef(in));
            default -> each(in, into, at -> DefinitionDecoder.value(in));
        }
    }

    private interface DefinitionAt {
        Definition read(int offset) throws MalformedComponentException;
    }

    private static void each(BinaryReader in, List<Definition> into, DefinitionAt definition)
            throws MalformedComponentException {
        var count = in.count();
        for (var i = 0; i < count; i++) {
            into.add(definition.read(in.pos()));
        }
    }

    private static void preamble(BinaryReader in) throws MalformedComponentException {
        var start = in.pos();
        if (fixed32(in) != MAGIC) {
            throw in.failAt("magic header not detected: expected `\\0asm`", start);
        }
        var version = fixed32(in);
        if (version == COMPONENT_VERSION) {
            return;
        }
        var message = switch (version >>> 16) {
            case 0 -> "expected a version header for a component, found a core module";
            case 1 -> "unknown binary version 0x" + Integer.toHexString(version & 0xffff) + " of a component";
            default -> "unknown binary version and layer 0x" + Integer.toHexString(version);
        };
        throw in.failAt(message, start + 4);
    }

    private static int fixed32(BinaryReader in) throws MalformedComponentException {
        return in.u8() | in.u8() << 8 | in.u8() << 16 | in.u8() << 24;
    }

    private static int int32(byte[] bytes, int at) {
        return bytes[at] & 0xff | (bytes[at + 1] & 0xff) << 8 | (bytes[at + 2] & 0xff) << 16 | bytes[at + 3] << 24;
    }

    /// The frame of a nested core module: its preamble and the order of its sections. What is inside is the engine's.
    private static final class CoreModuleFrame {

        /// The position of each section id in the required order; data count and tag have ids out of sequence.
        private static final int[] ORDER = {0, 1, 2, 3, 4, 5, 7, 8, 9, 10, 12, 13, 11, 6};

        private CoreModuleFrame() {}

        /// Checks the module that is all of `in`, without moving `in`.
        static void check(BinaryReader whole) throws MalformedComponentException {
            var in = whole.fork();
            var start = in.pos();
            if (fixed32(in) != MAGIC) {
                throw in.failAt("magic header not detected: expected `\\0asm`", start);
            }
            if (fixed32(in) != MODULE_VERSION) {
                throw in.failAt("expected a version header for a module", start + 4);
            }
            var last = 0;
            while (!in.atEnd()) {
                var at = in.pos();
                var id = in.u8();
                if (id >= ORDER.length) {
                    throw in.failAt("malformed section id: " + id, at);
                }
                if (id != 0 && ORDER[id] <= last) {
                    throw in.failAt("section out of order", at);
                }
                last = id == 0 ? last : ORDER[id];
                in.sub(in.u32());
            }
        }
    }
}
