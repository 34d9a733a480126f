package dev.spinjvm.component.validation;

import static dev.spinjvm.component.suite.WasmBytes.body;
import static dev.spinjvm.component.suite.WasmBytes.component;
import static dev.spinjvm.component.suite.WasmBytes.module;
import static dev.spinjvm.component.suite.WasmBytes.named;
import static dev.spinjvm.component.suite.WasmBytes.of;
import static dev.spinjvm.component.suite.WasmBytes.rawSection;
import static dev.spinjvm.component.suite.WasmBytes.section;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spinjvm.component.binary.ComponentDecoder;
import dev.spinjvm.component.binary.MalformedComponentException;
import dev.spinjvm.component.suite.WasmBytes;
import dev.spinjvm.component.types.ComponentType;
import dev.spinjvm.component.types.DefType;
import dev.spinjvm.component.types.ExternType;
import dev.spinjvm.component.types.FuncType;
import dev.spinjvm.component.types.InstanceType;
import dev.spinjvm.component.types.ValType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The section numbers of the binary format: 1 core module, 2 core instance, 4 component, 5 instance, 6 alias, 7 type,
/// 8 canon, 9 start, 10 import, 11 export, 12 value.
class ComponentValidatorTest {
    private static final int I32 = 0x7f;
    private static final int U32 = 0x79;
    private static final int CHAR = 0x74;
    private static final int STRING = 0x73;

    private static final WasmBytes RESOURCE = of(0x3f, I32, 0x00);
    private static final WasmBytes FUNC = of(0x40, 0x00, 0x01, 0x00);

    private static ComponentType typeOf(WasmBytes... sections) throws MalformedComponentException, InvalidComponentException {
        return ComponentValidator.validate(ComponentDecoder.decode(component(sections).toByteArray())).type();
    }

    private static void refused(String reason, WasmBytes... sections) {
        assertThatThrownBy(() -> typeOf(sections)).isInstanceOf(InvalidComponentException.class).hasMessageContaining(reason);
    }

    private static WasmBytes record(int fieldType) {
        return of(0x72, 0x01).name("x").then(fieldType);
    }

    /// An import or export name, to be followed by what it names.
    private static WasmBytes item(String name, int... rest) {
        return of(0x00).name(name).then(rest);
    }

    private static WasmBytes export(String name, int sort, int index) {
        return item(name, sort, index, 0x00);
    }

    @Test
    void importsAndExportsAreTypedInOrder() throws Exception {
        ComponentType type = typeOf(section(7, of(0x40, 0x01).name("p").then(STRING, 0x00, U32), of(0x42, 0x00)),
                section(10, item("z", 0x01, 0x00), item("a:b/c@1.0.0", 0x05, 0x01)), section(11, export("y", 0x01, 0)));

        FuncType func = new FuncType(false, List.of(new FuncType.Param("p", ValType.Primitive.STRING)), ValType.Primitive.U32);
        assertThat(type.imports()).containsExactly(Map.entry("z", new ExternType.Func(func)),
                Map.entry("a:b/c@1.0.0", new ExternType.Instance(new InstanceType(Map.of(), Map.of()))));
        assertThat(type.exports()).containsExactly(Map.entry("y", new ExternType.Func(func)));
    }

    @Test
    void theOffsetOfTheViolationIsTold() {
        assertThatThrownBy(() -> typeOf(section(7, of(0x73), record(0x09))))
                .isInstanceOfSatisfying(InvalidComponentException.class, e -> assertThat(e.offset()).isEqualTo(12))
                .hasMessage("unknown type 9: type index out of bounds (at offset 0xc)");
    }

    @Test
    void labelsAreUniqueKebabCase() {
        refused("is not in kebab case", section(7, of(0x72, 0x01).name("aB").then(U32)));
        refused("conflicts with previous field name `a`", section(7, of(0x72, 0x02).name("a").then(U32).name("A").then(U32)));
        refused("flags must have at least one entry", section(7, of(0x6e, 0x00)));
    }

    @Test
    void namesOfOneScopeAreStronglyUnique() {
        refused("import name `A` conflicts with previous name `a`", section(7, FUNC),
                section(10, item("a", 0x01, 0), item("A", 0x01, 0)));
        refused("is not a valid extern name", section(7, FUNC), section(10, item("A:b/c", 0x01, 0)));
    }

    @Test
    void methodsBelongToAResourceOfTheirScope() throws Exception {
        WasmBytes method = of(0x40, 0x01).name("self").then(0x01, 0x01, 0x00);
        WasmBytes types = section(7, of(0x68, 0x00), method);

        typeOf(section(10, item("r", 0x03, 0x01)), types, section(10, item("[method]r.m", 0x01, 2)));
        refused("function does not match expected resource name `r`", section(10, item("r", 0x03, 0x01)), types,
                section(10, item("[method]q.m", 0x01, 2)));
        refused("should have a first argument called `self`", section(10, item("r", 0x03, 0x01)),
                section(7, of(0x68, 0x00), of(0x40, 0x01).name("me").then(0x01, 0x01, 0x00)),
                section(10, item("[method]r.m", 0x01, 2)));
    }

    @Test
    void attributesAreChecked() {
        refused("only instances can have an `implements`", section(7, FUNC),
                section(10, of(0x02).name("a").then(0x01, 0x00).name("a:b/c").then(0x01, 0)));
        refused("duplicate 'external-id' option in name", section(7, FUNC),
                section(10, of(0x02).name("a").then(0x02, 0x02).name("x").then(0x02).name("y").then(0x01, 0)));
        refused("is not a valid semver", section(7, of(0x42, 0x00)),
                section(10, of(0x02).name("a:b/c@0.2").then(0x01, 0x01).name("").then(0x05, 0)));
    }

    @Test
    void exportsUseTypesThatHaveAName() throws Exception {
        WasmBytes usesRecord = of(0x40, 0x01).name("p").then(0x00, 0x01, 0x00);
        refused("type not valid to be used as export", section(7, record(U32), of(0x70, 0x00)), section(11, export("l", 0x03, 1)));
        refused("func not valid to be used as import", section(7, record(U32), usesRecord), section(10, item("f", 0x01, 1)));
        typeOf(section(7, record(U32)), section(10, item("rec", 0x03, 0x00, 0x00)),
                section(7, of(0x40, 0x01).name("p").then(0x01, 0x01, 0x00)), section(10, item("f", 0x01, 2)));
    }

    @Test
    void aResourceTypeIsExportedUnderTheNameOfItsFirstExport() throws Exception {
        ComponentType type = typeOf(section(7, RESOURCE), section(11, export("r", 0x03, 0), export("q", 0x03, 0)));

        assertThat(type.definedResources().values()).containsExactly(List.of("r"));
        assertThat(type.exports().get("q")).isEqualTo(type.exports().get("r"));
    }

    @Test
    void eachInstanceHasResourceTypesOfItsOwn() {
        WasmBytes maker = rawSection(4, component(section(7, RESOURCE), section(11, export("r", 0x03, 0))));
        WasmBytes needsSame = rawSection(4, component(section(10, item("a", 0x03, 0x01), item("b", 0x03, 0x00, 0x00))));
        WasmBytes twice = section(5, of(0x00, 0, 0), of(0x00, 0, 0));
        WasmBytes types = section(6, of(0x03, 0x00, 0).name("r"), of(0x03, 0x00, 1).name("r"));

        refused("resource types are not the same", maker, needsSame, twice, types,
                section(5, of(0x00, 1, 2).name("a").then(0x03, 0).name("b").then(0x03, 1)));
    }

    @Test
    void theSameResourceTypeFitsTwice() throws Exception {
        WasmBytes needsSame = rawSection(4, component(section(10, item("a", 0x03, 0x01), item("b", 0x03, 0x00, 0x00))));
        ComponentType type = typeOf(section(7, RESOURCE), needsSame,
                section(5, of(0x00, 0, 2).name("a").then(0x03, 0).name("b").then(0x03, 0)));

        assertThat(type.definedResources()).isEmpty();
    }

    @Test
    void onlyItsComponentSeesTheRepresentationOfAResource() throws Exception {
        refused("not a local resource", section(10, item("r", 0x03, 0x01)), section(8, of(0x02, 0)));
        typeOf(section(10, item("r", 0x03, 0x01)), section(8, of(0x03, 0)));
        typeOf(section(7, RESOURCE), section(8, of(0x02, 0), of(0x03, 0), of(0x04, 0)));
        refused("resources can only be defined within a concrete component", section(7, of(0x41, 0x01, 0x01).all(RESOURCE)));
    }

    @Test
    void outerAliasesOfResourcesDoNotCrossComponents() throws Exception {
        WasmBytes alias = section(6, of(0x03, 0x02, 1, 0));
        refused("transitively refers to resources", section(7, RESOURCE), rawSection(4, component(alias)));
        typeOf(section(7, record(U32)), rawSection(4, component(alias)));
        typeOf(section(7, RESOURCE, of(0x42, 0x01, 0x02, 0x03, 0x02, 1, 0)));
        refused("invalid outer alias count of 2", rawSection(4, component(section(6, of(0x03, 0x02, 2, 0)))));
    }

    @Test
    void borrowsStayOutOfResultsAndStreams() {
        refused("function result cannot contain a `borrow` type", section(7, RESOURCE, of(0x68, 0), of(0x40, 0x00, 0x00, 0x01)));
        refused("stream type cannot contain a `borrow` type", section(7, RESOURCE, of(0x68, 0), of(0x66, 0x01, 0x01)));
        refused("`stream<char>` is not valid", section(7, of(0x66, 0x01, CHAR)));
    }

    @Test
    void valuesHaveABoundedSize() throws Exception {
        typeOf(section(7, of(0x67, 0x7d).u32((1 << 28) - 1)));
        refused("exceeds maximum byte size", section(7, of(0x67, 0x7d).u32(1 << 28)));
        refused("more than zero elements", section(7, of(0x67, 0x7d, 0)));
    }

    private static final WasmBytes UNARY = of(0x40, 0x01).name("p").then(U32, 0x00, U32);
    private static final WasmBytes ASYNC_UNARY = of(0x43, 0x01).name("p").then(U32, 0x00, U32);
    private static final WasmBytes RETURNS_STRING = of(0x40, 0x01).name("p").then(U32, 0x00, STRING);
    private static final WasmBytes TAKES_STRING = of(0x40, 0x01).name("p").then(STRING, 0x01, 0x00);

    /// A core instance, of which core function 0 is `f` of type `(i32) -> i32`, 1 a `realloc`, 2 a `() -> ()`, and memory 0.
    private static WasmBytes core() {
        WasmBytes module = module(
                section(1, of(0x60, 0x01, I32, 0x01, I32), of(0x60, 0x04, I32, I32, I32, I32, 0x01, I32), of(0x60, 0x00, 0x00)),
                section(3, of(0), of(1), of(2)), section(5, of(0x00, 0x01)),
                section(7, named("f").then(0x00, 0), named("realloc").then(0x00, 1), named("nothing").then(0x00, 2),
                        named("memory").then(0x02, 0)),
                section(10, body(0x00), body(0x00), body()));
        return of().all(rawSection(1, module), section(2, of(0x00, 0, 0)),
                section(6, aliased("f", 0x00), aliased("realloc", 0x00), aliased("nothing", 0x00), aliased("memory", 0x02)));
    }

    private static WasmBytes aliased(String name, int coreSort) {
        return of(0x00, coreSort, 0x01, 0).name(name);
    }

    /// Lifts core function 0 at type 0.
    private static WasmBytes lift(int... options) {
        return section(8, of(0x00, 0x00, 0).then(options).then(0));
    }

    @Test
    void liftedFunctionsHaveTheFlattenedType() throws Exception {
        typeOf(core(), section(7, UNARY), lift(0));
        refused("lowered parameter types `[]` do not match parameter types `[I32]`", core(), section(7, FUNC), lift(0));
        refused("lowered result types `[]` do not match result types `[I32]`", core(),
                section(7, of(0x40, 0x01).name("p").then(U32, 0x01, 0x00)), lift(0));
        refused("type index 0 is not a function type", core(), section(7, of(STRING)), lift(0));
    }

    @Test
    void optionsAreRequiredByTheTypesThatNeedThem() throws Exception {
        refused("canonical option `memory` is required", core(), section(7, RETURNS_STRING), lift(0));
        typeOf(core(), section(7, RETURNS_STRING), lift(1, 0x03, 0));
        refused("canonical option `realloc` is required", core(), section(7, TAKES_STRING), lift(1, 0x03, 0));
        refused("canonical option `realloc` requires `memory`", core(), section(7, UNARY), lift(1, 0x04, 1));
        refused("canonical option `realloc` uses a core function with an incorrect signature", core(), section(7, UNARY),
                lift(2, 0x03, 0, 0x04, 0));
        refused("canonical option `memory` is specified more than once", core(), section(7, UNARY), lift(2, 0x03, 0, 0x03, 0));
        refused("canonical encoding option `utf8` conflicts with option `utf16`", core(), section(7, UNARY), lift(2, 0x00, 0x01));
        refused("canonical option `post-return` cannot be specified for lowerings", core(), section(7, UNARY),
                section(10, item("f", 0x01, 0)), section(8, of(0x01, 0x00, 0, 1, 0x05, 2)));
    }

    @Test
    void asynchronousOptionsNeedAnAsynchronousType() throws Exception {
        refused("the `async` canonical option requires an async function type", core(), section(7, UNARY), lift(1, 0x06));
        refused("cannot specify callback without async", core(), section(7, ASYNC_UNARY), lift(1, 0x07, 2));
        refused("canonical option `memory` is required", core(), section(7, ASYNC_UNARY), section(10, item("f", 0x01, 0)),
                section(8, of(0x01, 0x00, 0, 1, 0x06)));
        typeOf(core(), section(7, ASYNC_UNARY), section(10, item("f", 0x01, 0)),
                section(8, of(0x01, 0x00, 0, 2, 0x06, 0x03, 0)));
    }

    @Test
    void builtinsOfStreamsNeedAStream() throws Exception {
        typeOf(core(), section(7, of(0x66, 0x01, U32)), section(8, of(0x0e, 0), of(0x0f, 0, 2, 0x06, 0x03, 0), of(0x13, 0)));
        refused("`stream.new` requires a stream type", section(7, of(0x65, 0x01, U32)), section(8, of(0x0e, 0)));
        refused("canonical option `memory` is required", section(7, of(0x66, 0x01, U32)), section(8, of(0x0f, 0, 1, 0x06)));
        refused("`context.get` immediate must be less than 2", section(8, of(0x0a, I32, 2)));
    }

    @Test
    void coreImportsAreSupplied() throws Exception {
        WasmBytes importer = rawSection(1, module(section(1, of(0x60, 0x01, I32, 0x01, I32)),
                section(2, named("env").name("f").then(0x00, 0))));
        typeOf(core(), importer, section(2, of(0x00, 1, 1).name("env").then(0x12, 0)));
        refused("missing module instantiation argument named `env`", core(), importer, section(2, of(0x00, 1, 0)));
        refused("does not export an item named `f`", core(), importer, section(2, of(0x01, 0)),
                section(2, of(0x00, 1, 1).name("env").then(0x12, 1)));
        refused("expected: (func (param i32) (result i32)), found: (func)", core(), importer,
                section(2, of(0x01, 1).name("f").then(0x00, 2)), section(2, of(0x00, 1, 1).name("env").then(0x12, 1)));
    }

    @Test
    void importsOfComponentsAreSupplied() throws Exception {
        WasmBytes child = rawSection(4, component(section(7, UNARY), section(10, item("f", 0x01, 0))));
        typeOf(core(), section(7, UNARY), lift(0), child, section(5, of(0x00, 0, 1).name("f").then(0x01, 0)));
        refused("missing import named `f`", child, section(5, of(0x00, 0, 0)));
        refused("type mismatch for import `f`: expected func, found component", child,
                section(5, of(0x00, 0, 1).name("f").then(0x04, 0)));
        refused("type mismatch for import `f`: expected 1 parameters, found 0", section(7, FUNC), section(10, item("g", 0x01, 0)),
                child, section(5, of(0x00, 0, 1).name("f").then(0x01, 0)));
    }

    @Test
    void anAscribedTypeHidesWhatItLeavesOut() throws Exception {
        ComponentType type = typeOf(section(7, RESOURCE), section(11, item("r", 0x03, 0, 0x01, 0x03, 0x01)),
                section(7, of(0x42, 0x00)), section(5, of(0x01, 1).all(item("t", 0x03, 0))),
                section(11, item("i", 0x05, 0, 0x01, 0x05, 2)));

        assertThat(type.exports().get("i")).isEqualTo(new ExternType.Instance(new InstanceType(Map.of(), Map.of())));
        assertThat(type.exports().get("r")).isInstanceOfSatisfying(ExternType.Type.class,
                found -> assertThat(type.definedResources()).containsOnlyKeys(((DefType.Resource) found.type()).type()));
        refused("ascribed type of export is not compatible", section(7, UNARY, FUNC), section(10, item("f", 0x01, 0)),
                section(11, item("g", 0x01, 0, 0x01, 0x01, 1)));
    }

    @Test
    void valuesAreUsedOnce() throws Exception {
        WasmBytes value = section(12, of(U32, 0x01, 0x07));
        typeOf(value, section(11, export("v", 0x02, 0)));
        refused("value index 0 was not used", value);
        refused("value index 0 cannot be used more than once", value, section(11, export("v", 0x02, 0), export("w", 0x02, 0)));
        refused("invalid value", section(12, of(0x7f, 0x01, 0x02)));
        typeOf(value, core(), section(7, UNARY), lift(0), rawSection(9, of(0, 1, 0, 1)), section(11, export("v", 0x02, 1)));
    }
}
