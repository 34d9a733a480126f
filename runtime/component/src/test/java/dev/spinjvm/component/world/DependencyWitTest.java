package dev.spinjvm.component.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spinjvm.component.binary.ComponentDecoder;
import dev.spinjvm.component.binary.MalformedComponentException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Of the component `worlds`, whose text as `wasm-tools component wit` prints it is what the packages here must say.
class DependencyWitTest {
    private static final String PACKAGES = """
            package x:z@1.0.0 {
              interface k {
                resource rr;

                type kk = u32;

                use-it: func(r: rr);
              }
            }
            package x:y@1.0.0 {
              interface i {
                record rec {
                  a: u32,
                  %type: tuple<u8, u16>,
                }

                enum en {
                  a,
                  b,
                }

                flags fl {
                  x,
                  y,
                }

                variant va {
                  q,
                  r(string),
                  s(option<result<u8>>),
                }

                type al = list<rec>;

                resource r {
                  constructor(a: u8);
                  m: func(o: borrow<r>) -> r;
                  s: static func(x: fl, y: va) -> al;
                }

                resource r2;

                f: func() -> list<rec>;

                g: func(a: r, b: borrow<r2>);
              }
              interface j {
                use i.{rec, en as e2};
                use x:z/k@1.0.0.{kk, rr};

                h: func(a: rec, b: e2, c: kk, r: rr) -> result<kk, string>;
              }
            }
            """;
    private static final String ALL = """
            world impo-world0 {
              import x:y/i@1.0.0;
              import x:z/k@1.0.0;
              import x:y/j@1.0.0;

              record loc {
                a: u32,
              }
              import g: func(c: loc) -> result<_, string>;
            }
            """;

    private static DependencyWit.Dependency dependency(String name, @Nullable String export) {
        try {
            byte[] component = Files.readAllBytes(Path.of("src/test/resources/guests/worlds.wasm"));
            return new DependencyWit.Dependency(name, export, World.of(ComponentDecoder.decode(component)));
        } catch (IOException | MalformedComponentException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void anInterfaceIsImportedAndEveryPackageIsThere() {
        assertThat(DependencyWit.of(List.of(dependency("x:y/j@1.0.0", null)))).isEqualTo("""
                package root:component;

                world root {
                  import x:y/j@1.0.0;
                }
                """ + ALL + PACKAGES);
    }

    @Test
    void aPackageStandsForAllThatItsComponentExports() {
        assertThat(DependencyWit.of(List.of(dependency("x:y", null)))).startsWith("""
                package root:component;

                world root {
                  import x:y/i@1.0.0;
                  import x:z/k@1.0.0;
                  import x:y/j@1.0.0;
                }
                world impo-world0 {
                """);
    }

    @Test
    void aFunctionComesWithTheTypesOfItsWorld() {
        assertThat(DependencyWit.of(List.of(dependency("g", null)))).startsWith("""
                package root:component;

                world root {
                  record loc {
                    a: u32,
                  }
                  import g: func(c: loc) -> result<_, string>;
                }
                """);
    }

    @Test
    void anExportTakesTheNameOfTheImport() {
        assertThat(DependencyWit.of(List.of(dependency("new:name/k2@2.0.0", "x:z/k@1.0.0")))).contains("  import new:name/k2@2.0.0;\n", """
                package new:name@2.0.0 {
                  interface k2 {
                    resource rr;

                    type kk = u32;

                    use-it: func(r: rr);
                  }
                }
                """);
    }

    @Test
    void whatIsNotThereIsNamed() {
        assertThatThrownBy(() -> DependencyWit.of(List.of(dependency("x:y/nothing", null))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("dependency x:y/nothing: interface nothing not found in component binary");
    }

    @Test
    void withoutDependenciesTheWorldIsEmpty() {
        assertThat(DependencyWit.of(List.of())).isEqualTo("package root:component;\n\nworld root {\n}\n");
    }
}
