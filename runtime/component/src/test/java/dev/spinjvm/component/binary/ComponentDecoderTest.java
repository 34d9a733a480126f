package dev.spinjvm.component.binary;

import static dev.spinjvm.component.suite.WasmBytes.component;
import static dev.spinjvm.component.suite.WasmBytes.module;
import static dev.spinjvm.component.suite.WasmBytes.named;
import static dev.spinjvm.component.suite.WasmBytes.of;
import static dev.spinjvm.component.suite.WasmBytes.rawSection;
import static dev.spinjvm.component.suite.WasmBytes.section;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.spinjvm.component.binary.CanonOptions.Callback;
import dev.spinjvm.component.binary.CanonOptions.Flag;
import dev.spinjvm.component.binary.CanonOptions.Memory;
import dev.spinjvm.component.binary.CanonOptions.PostReturn;
import dev.spinjvm.component.binary.CanonOptions.Realloc;
import dev.spinjvm.component.binary.CanonOptions.StringEncoding;
import dev.spinjvm.component.binary.CoreTypeExpr.CoreMemory;
import dev.spinjvm.component.binary.CoreTypeExpr.Limits;
import dev.spinjvm.component.binary.CoreTypeExpr.ModuleImport;
import dev.spinjvm.component.binary.CoreTypeExpr.ModuleType;
import dev.spinjvm.component.binary.CoreTypeExpr.RecGroup;
import dev.spinjvm.component.binary.CoreValType.NumType;
import dev.spinjvm.component.binary.Definition.CanonDef;
import dev.spinjvm.component.binary.Definition.CoreModuleDef;
import dev.spinjvm.component.binary.Definition.ExportDef;
import dev.spinjvm.component.binary.Definition.ImportDef;
import dev.spinjvm.component.binary.Definition.NestedComponentDef;
import dev.spinjvm.component.binary.Definition.StartDef;
import dev.spinjvm.component.binary.Definition.TypeDef;
import dev.spinjvm.component.binary.Definition.ValueDef;
import dev.spinjvm.component.binary.ExternDesc.EqType;
import dev.spinjvm.component.binary.ExternDesc.FuncDesc;
import dev.spinjvm.component.binary.ExternDesc.SubResource;
import dev.spinjvm.component.binary.ExternDesc.TypeDesc;
import dev.spinjvm.component.binary.ExternName.ExternalId;
import dev.spinjvm.component.binary.ExternName.Implements;
import dev.spinjvm.component.binary.ExternName.VersionSuffix;
import dev.spinjvm.component.binary.TypeExpr.FixedListType;
import dev.spinjvm.component.binary.TypeExpr.FuncTypeExpr;
import dev.spinjvm.component.binary.TypeExpr.InstanceTypeExpr;
import dev.spinjvm.component.binary.TypeExpr.Labeled;
import dev.spinjvm.component.binary.TypeExpr.ListType;
import dev.spinjvm.component.binary.TypeExpr.MapType;
import dev.spinjvm.component.binary.TypeExpr.ResourceTypeExpr;
import dev.spinjvm.component.binary.TypeExpr.ResultType;
import dev.spinjvm.component.binary.TypeExpr.StreamType;
import dev.spinjvm.component.binary.ValTypeRef.TypeIndex;
import dev.spinjvm.component.suite.WasmBytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ComponentDecoderTest {

    @Test
    void definitionsKeepTheirOrderAndOffsets() throws MalformedComponentException {
        var component = decode(section(7, of(0x73), of(0x70, 0x00)), rawSection(0, named("note").then(1, 2)),
                section(10, named0("f").then(0x01, 0x00)), section(7, of(0x70, 0xc0, 0x01)));

        assertThat(component.definitions()).extracting(Object::getClass, Definition::offset).containsExactly(
                tuple(TypeDef.class, 11), tuple(TypeDef.class, 12), tuple(ImportDef.class, 26), tuple(TypeDef.class, 34));
        assertThat(component.customs()).singleElement().satisfies(custom -> {
            assertThat(custom.name()).isEqualTo("note");
            assertThat(custom.data().toByteArray()).containsExactly(1, 2);
        });
        assertThat(types(component)).contains(new ListType(new TypeIndex(0)), new ListType(new TypeIndex(192)));
    }

    @Test
    void gatedTypesDecode() throws MalformedComponentException {
        var component = decode(section(7, of(0x67, 0x7d, 0x03), of(0x63, 0x73, 0x79), of(0x66, 0x00), of(0x6a, 0x00, 0x01, 0x64),
                of(0x43, 0x01).name("p").then(0x7f, 0x01, 0x00), of(0x3f, 0x7f, 0x01, 0x07)));

        assertThat(types(component)).containsExactly(new FixedListType(PrimType.U8, 3),
                new MapType(PrimType.STRING, PrimType.U32), new StreamType(null), new ResultType(null, PrimType.ERROR_CONTEXT),
                new FuncTypeExpr(true, List.of(new Labeled("p", PrimType.BOOL)), null), new ResourceTypeExpr(NumType.I32, 7));
    }

    @Test
    void everyBuiltinHasItsRecord() throws MalformedComponentException {
        var items = new ArrayList<WasmBytes>();
        for (var kind : BuiltinKind.values()) {
            items.add(of(kind.code()).all(immediates(kind)));
        }
        var component = decode(section(8, items.toArray(WasmBytes[]::new)));

        assertThat(component.definitions())
                .extracting(definition -> ((Canon.Builtin) ((CanonDef) definition).canon()).kind())
                .containsExactly(BuiltinKind.values());
    }

    @Test
    void optionsKeepOrderAndDuplicates() throws MalformedComponentException {
        var options = of(0x09, 0x01, 0x03, 0x02, 0x04, 0x03, 0x05, 0x04, 0x06, 0x07, 0x05, 0x00, 0x02, 0x03, 0x06);
        var component = decode(section(8, of(0x00, 0x00, 0x09).all(options).then(0x08)));

        var lift = (Canon.Lift) ((CanonDef) component.definitions().getFirst()).canon();
        assertThat(lift.options().options()).containsExactly(StringEncoding.UTF16, new Memory(2), new Realloc(3),
                new PostReturn(4), Flag.ASYNC, new Callback(5), StringEncoding.UTF8, StringEncoding.LATIN1_UTF16, new Memory(6));
        assertThat(lift.options().encoding()).isEqualTo(StringEncoding.UTF16);
        assertThat(lift.options().memory()).hasValue(2);
        assertThat(lift.options().realloc()).hasValue(3);
        assertThat(lift.options().postReturn()).hasValue(4);
        assertThat(lift.options().callback()).hasValue(5);
        assertThat(lift.options().async()).isTrue();
        assertThat(CanonOptions.NONE.encoding()).isEqualTo(StringEncoding.UTF8);
        assertThat(CanonOptions.NONE.memory()).isEmpty();
    }

    @Test
    void namesCarryAttributes() throws MalformedComponentException {
        var attributes = of(0x03, 0x00).name("a:b/c").then(0x01).name(".2.1").then(0x02).name("☃");
        var component = decode(section(10, of(0x02).name("n").all(attributes).then(0x03, 0x01)),
                section(11, of(0x01).name("e").then(0x03, 0x00, 0x01, 0x03, 0x00, 0x00)));

        var imported = (ImportDef) component.definitions().get(0);
        assertThat(imported.name().attributes()).containsExactly(new Implements("a:b/c"), new VersionSuffix(".2.1"),
                new ExternalId("☃"));
        assertThat(imported.type()).isEqualTo(new TypeDesc(new SubResource()));
        var exported = (ExportDef) component.definitions().get(1);
        assertThat(exported.target()).isEqualTo(new SortIdx(Sort.TYPE, 0));
        assertThat(exported.ascribed()).isEqualTo(new TypeDesc(new EqType(0)));
    }

    @Test
    void coreTypesDecode() throws MalformedComponentException {
        var component = decode(section(3, of(0x00, 0x50, 0x00, 0x60, 0x01, 0x63, 0x70, 0x00), of(0x4e, 0x02, 0x5f, 0x01, 0x78, 0x01,
                0x4f, 0x00, 0x5e, 0x64, 0x05, 0x00), of(0x50, 0x01, 0x00).name("m").name("").then(0x02, 0x05, 0x01, 0x02)));

        assertThat(component.definitions()).hasSize(3);
        var group = (RecGroup) ((Definition.CoreTypeDef) component.definitions().get(1)).type();
        assertThat(group.explicit()).isTrue();
        assertThat(group.types()).hasSize(2);
        var module = (ModuleType) ((Definition.CoreTypeDef) component.definitions().get(2)).type();
        assertThat(module.decls()).singleElement().isInstanceOfSatisfying(ModuleImport.class, decl -> assertThat(decl.type()).isEqualTo(
                new CoreMemory(new Limits(true, false, 1, 2L))));
    }

    @Test
    void startAndValuesDecode() throws MalformedComponentException {
        var component = decode(rawSection(9, of(0x03, 0x02, 0x00, 0x01, 0x01)), section(12, of(0x79, 0x01, 0x2a)));

        assertThat(component.definitions().get(0)).isEqualTo(new StartDef(3, List.of(0, 1), 1, 10));
        assertThat(component.definitions().get(1)).isInstanceOfSatisfying(ValueDef.class, value -> {
            assertThat(value.type()).isEqualTo(PrimType.U32);
            assertThat(value.value().toByteArray()).containsExactly(42);
        });
    }

    @Test
    void modulesAndComponentsNestWithoutCopies() throws MalformedComponentException {
        var module = module(section(1, of(0x60, 0x00, 0x00)), section(3, of(0x00)));
        var bytes = component(rawSection(1, module), rawSection(4, component(section(10, named0("f").then(0x01, 0x00)))))
                .toByteArray();
        var component = ComponentDecoder.decode(bytes);

        var range = ((CoreModuleDef) component.definitions().get(0)).module();
        assertThat(range.array()).isSameAs(bytes);
        assertThat(range.toByteArray()).isEqualTo(module.toByteArray());
        var child = ((NestedComponentDef) component.definitions().get(1)).component();
        assertThat(child.definitions()).singleElement()
                .isInstanceOfSatisfying(ImportDef.class, found -> assertThat(found.type()).isEqualTo(new FuncDesc(0)));
    }

    @Test
    void preamblesTellModulesFromComponents() {
        var module = module().toByteArray();
        assertThat(ComponentDecoder.isComponent(component().toByteArray())).isTrue();
        assertThat(ComponentDecoder.isCoreModule(component().toByteArray())).isFalse();
        assertThat(ComponentDecoder.isCoreModule(module)).isTrue();
        assertThat(ComponentDecoder.isComponent(module)).isFalse();
        assertThat(ComponentDecoder.isComponent(new byte[]{0, 'a', 's', 'm'})).isFalse();
        assertThatThrownBy(() -> ComponentDecoder.decode(module))
                .hasMessage("expected a version header for a component, found a core module (at offset 0x4)");
    }

    @Test
    void faultsHaveTheirOffset() {
        var bytes = component(section(7, of(0x73), of(0x44))).toByteArray();

        var fault = catchThrowableOfType(MalformedComponentException.class, () -> ComponentDecoder.decode(bytes));

        assertThat(fault).hasMessageContaining("invalid leading byte (0x44) for component defined type");
        assertThat(fault.offset()).isEqualTo(12);
    }

    @Test
    void modulesAreFramedInOrder() {
        assertRefused("section out of order", rawSection(1, module(section(3), section(1))));
        assertRefused("section out of order", rawSection(1, module(section(6), section(13))));
        assertRefused("unexpected end-of-file", rawSection(1, module(of(0x01, 0x09, 0x00))));
        assertRefused("malformed section id", rawSection(1, module(of(0x0e, 0x00))));
        assertRefused("expected a version header for a module", rawSection(1, component()));
    }

    @Test
    void sectionsMustEndWhereTheySay() {
        assertRefused("section size mismatch", rawSection(7, of(0x01, 0x73, 0x73)));
        assertRefused("unexpected end-of-file", rawSection(7, of(0x02, 0x73)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"c080", "eda080", "f4908080", "e282", "80"})
    void namesAreStrictUtf8(String hex) {
        var bytes = new int[hex.length() / 2];
        Arrays.setAll(bytes, i -> Integer.parseInt(hex.substring(2 * i, 2 * i + 2), 16));
        assertRefused("malformed UTF-8 encoding", rawSection(0, of(bytes.length).all(of(bytes))));
    }

    @Test
    void valueTypeIndicesAreSigned33() throws MalformedComponentException {
        var component = decode(section(7, of(0x70, 0xff, 0xff, 0xff, 0xff, 0x0f)));
        assertThat(types(component)).containsExactly(new ListType(new TypeIndex(-1)));
        assertRefused("integer too large", section(7, of(0x70, 0xff, 0xff, 0xff, 0xff, 0x2f)));
        assertRefused("integer representation too long", section(7, of(0x70, 0x80, 0x80, 0x80, 0x80, 0x80, 0x00)));
        assertRefused("invalid leading byte (0x40)", section(7, of(0x70, 0x40)));
        assertRefused("invalid leading byte (0xff)", section(7, of(0x70, 0xff, 0xff, 0xff, 0xff, 0x7f)));
    }

    @Test
    void nestingIsBounded() {
        var nested = component();
        for (var i = 0; i < 200; i++) {
            nested = component(rawSection(4, nested));
        }
        var components = nested.toByteArray();
        assertThatThrownBy(() -> ComponentDecoder.decode(components)).hasMessageContaining("nesting too deep");

        var types = new int[40_000];
        Arrays.setAll(types, i -> i % 3 == 0 ? 0x42 : 0x01);
        assertRefused("nesting too deep", rawSection(7, of(0x01).all(of(types))));
    }

    @Test
    void countsAreBounded() {
        assertRefused("unexpected end-of-file", rawSection(7, of(0xff, 0xff, 0xff, 0xff, 0x0f)));
        assertRefused("unexpected end-of-file", rawSection(7, of(0x01, 0x6e, 0xff, 0xff, 0xff, 0xff, 0x07)));
        var flood = new int[1_100_000];
        Arrays.fill(flood, 0x73);
        assertRefused("too many definitions", rawSection(7, of().u32(flood.length).all(of(flood))));
    }

    /// Whatever the bytes, decoding ends in a component or in its one exception.
    @Test
    void damagedFilesAreRefusedTidily() throws IOException {
        var random = new Random(7);
        for (var name : List.of("memory", "nested", "numbers")) {
            var bytes = Files.readAllBytes(Path.of("src/test/resources/suite/own", name + ".wasm"));
            for (var length = 0; length < bytes.length; length++) {
                assertThat(outcome(Arrays.copyOf(bytes, length))).isNotNull();
            }
            for (var i = 0; i < 20_000; i++) {
                var damaged = bytes.clone();
                for (var hits = random.nextInt(4); hits >= 0; hits--) {
                    damaged[8 + random.nextInt(damaged.length - 8)] = (byte) random.nextInt(256);
                }
                assertThat(outcome(damaged)).isNotNull();
            }
        }
    }

    private static String outcome(byte[] bytes) {
        try {
            return "decoded " + ComponentDecoder.decode(bytes).definitions().size();
        } catch (MalformedComponentException e) {
            return "refused " + e.offset();
        }
    }

    private static WasmBytes immediates(BuiltinKind kind) {
        return switch (kind.shape()) {
            case NONE -> of();
            case ASYNC, CANCELLABLE, TYPE, SHARED, OPTIONS -> of(0x00);
            case CANCELLABLE_MEMORY, TYPE_OPTIONS, TYPE_ASYNC, CORE_TYPE_TABLE, SHARED_CORE_TYPE -> of(0x01, 0x00);
            case SLOT -> of(0x7f, 0x00);
            case RESULT_OPTIONS -> of(0x00, 0x79, 0x00);
            case SHARED_CORE_TYPE_TABLE -> of(0x01, 0x02, 0x03);
        };
    }

    private static void assertRefused(String message, WasmBytes... sections) {
        assertThatThrownBy(() -> decode(sections)).isInstanceOf(MalformedComponentException.class)
                .hasMessageContaining(message);
    }

    private static List<TypeExpr> types(ComponentBinary component) {
        var types = new ArrayList<TypeExpr>();
        for (var definition : component.definitions()) {
            if (definition instanceof TypeDef def) {
                types.add(def.type());
            }
        }
        return types;
    }

    private static ComponentBinary decode(WasmBytes... sections) throws MalformedComponentException {
        return ComponentDecoder.decode(component(sections).toByteArray());
    }

    private static WasmBytes named0(String name) {
        return of(0x00).name(name);
    }

    @Test
    void instanceTypesHaveNoImports() throws MalformedComponentException {
        var component = decode(section(7, of(0x42, 0x01, 0x04, 0x00).name("t").then(0x03, 0x01)));
        assertThat(types(component)).singleElement().isInstanceOfSatisfying(InstanceTypeExpr.class,
                type -> assertThat(type.decls()).singleElement().isInstanceOf(TypeDecl.ExportDecl.class));
        assertRefused("component or instance type declaration", section(7, of(0x42, 0x01, 0x03, 0x00).name("t").then(0x03, 0x01)));
    }
}
