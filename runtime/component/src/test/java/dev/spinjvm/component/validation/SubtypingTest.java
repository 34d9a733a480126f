package dev.spinjvm.component.validation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spinjvm.component.types.ComponentType;
import dev.spinjvm.component.types.CoreDefType;
import dev.spinjvm.component.types.CoreDefType.CoreFuncType;
import dev.spinjvm.component.types.CoreExternType;
import dev.spinjvm.component.types.CoreModuleType;
import dev.spinjvm.component.types.CoreValueType;
import dev.spinjvm.component.types.DefType;
import dev.spinjvm.component.types.ExternType;
import dev.spinjvm.component.types.FuncType;
import dev.spinjvm.component.types.InstanceType;
import dev.spinjvm.component.types.ResourceType;
import dev.spinjvm.component.types.ValType;
import dev.spinjvm.component.types.ValType.Primitive;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SubtypingTest {
    private static final ExternType FUNC = new ExternType.Func(new FuncType(false, List.of(), null));

    private static ExternType func(ValType result) {
        return new ExternType.Func(new FuncType(false, List.of(), result));
    }

    private static ExternType resource(ResourceType type) {
        return new ExternType.Type(new DefType.Resource(type));
    }

    private static ExternType instance(Map<String, ExternType> exports) {
        return new ExternType.Instance(new InstanceType(exports, Map.of()));
    }

    @Test
    void anInstanceMayExportMoreButNotLess() {
        ExternType one = instance(Map.of("a", FUNC));
        ExternType two = instance(Map.of("a", FUNC, "b", FUNC));

        assertThat(Subtyping.check(two, one)).isEmpty();
        assertThat(Subtyping.check(one, two)).containsExactly("missing expected export `b`");
    }

    @Test
    void everyExportOfAnInstanceIsReportedWithItsPath() {
        ExternType found = instance(Map.of("a", func(Primitive.U32), "inner", instance(Map.of("b", FUNC))));
        ExternType expected = instance(Map.of("a", func(Primitive.STRING), "inner", instance(Map.of("b", func(Primitive.U8)))));

        assertThat(Subtyping.check(found, expected)).containsExactlyInAnyOrder(
                "type mismatch in instance export `a`: type mismatch with result type: "
                        + "expected primitive `string` found primitive `u32`",
                "type mismatch in instance export `inner`: type mismatch in instance export `b`: expected a result, found none");
    }

    @Test
    void abstractResourcesStandForWhatIsFoundUnderTheirPath() {
        ResourceType wanted = new ResourceType("r");
        ResourceType actual = new ResourceType("r");
        ResourceType other = new ResourceType("other");
        ExternType expected = new ExternType.Instance(new InstanceType(
                Map.of("r", resource(wanted), "make", func(new ValType.OwnType(wanted))), Map.of(wanted, List.of("r"))));

        assertThat(Subtyping.check(instance(Map.of("r", resource(actual), "make", func(new ValType.OwnType(actual)))), expected))
                .isEmpty();
        assertThat(Subtyping.check(instance(Map.of("r", resource(actual), "make", func(new ValType.OwnType(other)))), expected))
                .containsExactly("type mismatch in instance export `make`: type mismatch with result type: "
                        + "resource types are not the same");
    }

    @Test
    void equalBoundsOfTypesAdmitNoSubtypes() {
        ExternType more = new ExternType.Type(new DefType.Instance(new InstanceType(Map.of("a", FUNC, "b", FUNC), Map.of())));
        ExternType less = new ExternType.Type(new DefType.Instance(new InstanceType(Map.of("a", FUNC), Map.of())));

        assertThat(Subtyping.check(more, less)).containsExactly("unexpected export `b`");
        assertThat(Subtyping.check(more, more)).isEmpty();
    }

    @Test
    void importsOfComponentsAreContravariant() {
        ExternType none = component(Map.of(), Map.of());
        ExternType one = component(Map.of("i", instance(Map.of("a", FUNC))), Map.of());
        ExternType richer = component(Map.of("i", instance(Map.of("a", FUNC, "b", FUNC))), Map.of());

        assertThat(Subtyping.check(none, one)).isEmpty();
        assertThat(Subtyping.check(one, none)).containsExactly("missing expected import `i`");
        assertThat(Subtyping.check(one, richer)).isEmpty();
        assertThat(Subtyping.check(richer, one)).containsExactly(
                "type mismatch in component import `i`: missing expected export `b`");
    }

    @Test
    void componentsWithResourcesCompareUnderRenaming() {
        assertThat(Subtyping.check(wrapping(), wrapping())).isEmpty();
        ResourceType imported = new ResourceType("r");
        ResourceType defined = new ResourceType("q");
        ExternType passesOn = new ExternType.Component(new ComponentType(Map.of("r", resource(imported)),
                Map.of("q", resource(imported), "make", func(new ValType.OwnType(imported))), Map.of(imported, List.of("r")),
                Map.of()));
        ExternType definesOwn = new ExternType.Component(new ComponentType(Map.of("r", resource(imported)),
                Map.of("q", resource(defined), "make", func(new ValType.OwnType(imported))), Map.of(imported, List.of("r")),
                Map.of(defined, List.of("q"))));

        assertThat(Subtyping.check(passesOn, definesOwn)).isEmpty();
        assertThat(Subtyping.check(definesOwn, passesOn)).containsExactly(
                "type mismatch in component export `q`: resource types are not the same");
    }

    /// Imports a resource type and exports a function that returns it.
    private static ExternType wrapping() {
        ResourceType imported = new ResourceType("r");
        return new ExternType.Component(new ComponentType(Map.of("r", resource(imported)),
                Map.of("make", func(new ValType.OwnType(imported))), Map.of(imported, List.of("r")), Map.of()));
    }

    private static ExternType component(Map<String, ExternType> imports, Map<String, ExternType> exports) {
        return new ExternType.Component(new ComponentType(imports, exports, Map.of(), Map.of()));
    }

    @Test
    void asynchronyIsPartOfAFunctionsType() {
        ExternType async = new ExternType.Func(new FuncType(true, List.of(), null));

        assertThat(Subtyping.check(FUNC, async)).containsExactly("expected an async function, found a sync function");
        assertThat(Subtyping.check(async, FUNC)).containsExactly("expected a sync function, found an async function");
    }

    @Test
    void limitsOfExportedMemoriesMayBeWiderAtTheBottomOnly() {
        ExternType wanted = exporting(new CoreExternType.Memory(new CoreExternType.Limits(false, false, 1, 4L)));

        assertThat(Subtyping.check(exporting(memory(2, 4L)), wanted)).isEmpty();
        assertThat(Subtyping.check(exporting(memory(0, 4L)), wanted)).containsExactly(
                "type mismatch in export `x`: mismatch in memory limits");
        assertThat(Subtyping.check(exporting(memory(1, 5L)), wanted)).containsExactly(
                "type mismatch in export `x`: mismatch in memory limits");
    }

    @Test
    void coreFunctionTypesAreComparedAsTheWebAssemblySpecificationDoes() {
        CoreDefType unary = CoreDefType.func(new CoreFuncType(List.of(CoreValueType.Num.I32), List.of()));
        CoreDefType same = CoreDefType.func(new CoreFuncType(List.of(CoreValueType.Num.I32), List.of()));
        CoreDefType nullary = CoreDefType.func(new CoreFuncType(List.of(), List.of()));

        assertThat(Subtyping.check(exporting(new CoreExternType.Func(unary)), exporting(new CoreExternType.Func(same)))).isEmpty();
        assertThat(Subtyping.check(exporting(new CoreExternType.Func(unary)), exporting(new CoreExternType.Func(nullary))))
                .containsExactly("type mismatch in export `x`: expected: (func), found: (func (param i32))");
    }

    private static CoreExternType memory(long min, long max) {
        return new CoreExternType.Memory(new CoreExternType.Limits(false, false, min, max));
    }

    private static ExternType exporting(CoreExternType type) {
        return new ExternType.CoreModule(new CoreModuleType(Map.of(), Map.of("x", type)));
    }
}
