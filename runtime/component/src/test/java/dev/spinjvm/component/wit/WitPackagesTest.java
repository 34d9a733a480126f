package dev.spinjvm.component.wit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spinjvm.component.types.FuncType;
import dev.spinjvm.component.types.ValType;
import dev.spinjvm.component.types.ValType.Primitive;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class WitPackagesTest {
    private static final WitSource PIPES = new WitSource("plumbing/pipes.wit", """
            package demo:plumbing@1.2.0;
            /// Text flows.
            interface pipes {
                use faults.{fault as pipe-fault};
                @since(version = 1.0.0)
                resource pipe {
                    constructor(width: u32);
                    read: func(max: u64) -> result<list<u8>, pipe-fault>;
                    join: static func(a: pipe, b: borrow<pipe>) -> option<pipe>;
                    @unstable(feature = rust)
                    rust: func();
                }
                /* nested /* comment */ here */
                record %type { name: string, at: tuple<s8, char> }
                flags colours { red, green }
                find: async func(of: %type, with: colours) -> stream<u8>;
                type conduit = pipe;
                hand-over: func(p: conduit) -> result<_, pipe-fault>;
            }
            world everything { import pipes; export run: func(); }
            """);
    private static final WitSource FAULTS = new WitSource("plumbing/faults.wit", """
            interface faults {
                use demo:base/codes@0.1.0.{code};
                variant fault { burst, leak(code) }
            }
            """);
    private static final WitSource BASE = new WitSource("base/all.wit", """
            package demo:base@0.1.0;
            interface codes { enum code { low, high } }
            """);

    private final WitPackages packages = WitPackages.parse(List.of(PIPES, FAULTS, BASE));

    @Test
    void namesFunctionsAsTheComponentModelDoes() {
        assertThat(pipes().functions().keySet()).containsExactly("[constructor]pipe", "[method]pipe.read", "[static]pipe.join", "find",
                "hand-over");
    }

    @Test
    void resolvesTypesThroughUseAcrossPackages() {
        var code = new ValType.EnumType(List.of("low", "high"));
        var fault = new ValType.VariantType(List.of(new ValType.Case("burst", null), new ValType.Case("leak", code)));
        FuncType read = function("[method]pipe.read");
        assertThat(read.result()).isEqualTo(new ValType.ResultType(new ValType.ListType(Primitive.U8), fault));
        assertThat(read.params()).containsExactly(
                new FuncType.Param("self", new ValType.BorrowType(Objects.requireNonNull(pipes().resources().get("pipe")))),
                new FuncType.Param("max", Primitive.U64));
    }

    @Test
    void keepsTheIdentityOfAResourceThroughAliases() {
        assertThat(pipes().resources().get("conduit")).isSameAs(pipes().resources().get("pipe"));
        assertThat(function("hand-over").params().getFirst().type()).isEqualTo(function("[constructor]pipe").result());
        assertThat(packages.interfaceNamed("demo:plumbing/pipes@1.2.0")).isSameAs(pipes());
    }

    @Test
    void readsAsyncFunctionsAndEscapedNames() {
        FuncType find = function("find");
        assertThat(find.async()).isTrue();
        assertThat(find.result()).isEqualTo(new ValType.StreamType(Primitive.U8));
        assertThat(find.params().getFirst().type()).isInstanceOf(ValType.RecordType.class);
    }

    @Test
    void reportsThePlaceOfAnUnknownType() {
        var broken = WitPackages.parse(List.of(new WitSource("x.wit", "package a:b;\ninterface i {\n  f: func(x: nope);\n}")));
        assertThatThrownBy(() -> broken.interfaceNamed("a:b/i")).isInstanceOf(WitException.class)
                .hasMessage("x.wit:3:14: unknown type 'nope'");
    }

    @Test
    void reportsThePlaceOfASyntaxError() {
        assertThatThrownBy(() -> WitPackages.parse(List.of(new WitSource("x.wit", "package a:b;\ninterface i { f func(); }"))))
                .hasMessage("x.wit:2:17: expected ':', found 'func'");
    }

    @Test
    void refusesATypeThatContainsItself() {
        var broken = WitPackages.parse(List.of(new WitSource("x.wit", "package a:b; interface i { type a = list<b>; type b = list<a>; }")));
        assertThatThrownBy(() -> broken.interfaceNamed("a:b/i")).hasMessageContaining("contains itself");
    }

    @Test
    void oneFolderMayHoldSeveralPackages() {
        var several = WitPackages.parse(List.of(new WitSource("deps/a.wit",
                "package x:a@1.0.0; interface i { use x:b/j.{t}; f: func() -> t; }"),
                new WitSource("deps/b.wit", "package x:b; interface j { type t = u8; }")));
        assertThat(several.interfaceNames()).containsExactlyInAnyOrder("x:a/i@1.0.0", "x:b/j");
        assertThat(several.interfaceNamed("x:a/i@1.0.0").functions()).containsKey("f");
    }

    @Test
    void refusesInterfacesThatUseEachOther() {
        var broken = WitPackages
                .parse(List.of(new WitSource("x.wit", "package a:b; interface i { use j.{t}; } interface j { use i.{t}; }")));
        assertThatThrownBy(() -> broken.interfaceNamed("a:b/i")).isInstanceOf(WitException.class)
                .hasMessageContaining("uses itself");
    }

    private WitInterface pipes() {
        return packages.interfaceNamed("demo:plumbing/pipes@1.2.0");
    }

    private FuncType function(String name) {
        return Objects.requireNonNull(pipes().functions().get(name));
    }
}
