package dev.spinjvm.component.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spinjvm.component.binary.ComponentBinary;
import dev.spinjvm.component.binary.ComponentDecoder;
import dev.spinjvm.component.binary.MalformedComponentException;
import dev.spinjvm.component.types.ComponentType;
import dev.spinjvm.component.validation.WorldConformance.Mismatch;
import dev.spinjvm.component.validation.WorldConformance.Report;
import dev.spinjvm.component.wit.WitException;
import dev.spinjvm.component.wit.WitPackages;
import dev.spinjvm.component.wit.WitSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// Of `shop.wit` in its three forms: the text, the binary form of its world, and a component that was made for the world, both by
/// `wasm-tools`.
class WorldConformanceTest {
    private static final String SHOP = "shop:app/shop@1.2.0";

    @Test
    void allFormsOfAWorldConformToEachOther() throws Exception {
        ComponentType binary = WorldConformance.worldOf(decode("shop-world.wasm"), "shop").orElseThrow();
        ComponentType guest = ComponentValidator.validate(decode("shop-guest.wasm")).type();
        ComponentType text = shop(text());
        for (ComponentType one : List.of(binary, guest, text)) {
            for (ComponentType other : List.of(binary, guest, text)) {
                assertThat(WorldConformance.check(one, other).conforms()).isTrue();
            }
        }
        assertThat(text.imports()).containsOnlyKeys("shop:app/types@1.2.0", "shop:app/store@1.2.0", "size", "log");
        assertThat(text.exports()).containsOnlyKeys("favourite", "shop:app/order@1.2.0", "shop:app/report@1.2.0");
        assertThat(WorldConformance.worldOf(decode("shop-world.wasm"), "ship")).isEmpty();
    }

    @Test
    void versionsMeetWhereTheyAreCompatible() throws Exception {
        ComponentType guest = ComponentValidator.validate(decode("shop-guest.wasm")).type();
        assertThat(WorldConformance.check(guest, shop(text().replace("@1.2.0", "@1.7.3")))).isEqualTo(new Report(List.of(), Map.of(),
                List.of()));
        assertThat(WorldConformance.check(guest, shop(text().replace("@1.2.0", "@2.0.0")))).isEqualTo(new Report(
                List.of("shop:app/store@1.2.0", "shop:app/types@1.2.0"),
                Map.of("shop:app/order@2.0.0", "instance", "shop:app/report@2.0.0", "instance"), List.of()));
    }

    @Test
    void whatIsMissingAndWhatDiffersIsNamed() throws Exception {
        ComponentType guest = ComponentValidator.validate(decode("shop-guest.wasm")).type();
        assertThat(WorldConformance.check(guest, shop(text().replace("import log: func(text: string);", "export bye: func();"))))
                .isEqualTo(new Report(List.of("log"), Map.of("bye", "func"), List.of()));
        Report differing = WorldConformance.check(guest, shop(text().replace("func(text: string)", "func(text: u8)")
                .replace("number: func() -> u64;", "number: func() -> u32;").replace("pay: func(basket: basket) -> result;", "")));
        assertThat(differing.mismatches()).containsExactlyInAnyOrder(
                new Mismatch("import", "log",
                        "type mismatch in function parameter `text`: expected primitive `string` found primitive `u8`"),
                new Mismatch("import", "shop:app/store@1.2.0", "missing expected export `pay`"),
                new Mismatch("export", "shop:app/order@1.2.0", "type mismatch in instance export `[method]ticket.number`: type mismatch"
                        + " with result type: expected primitive `u32` found primitive `u64`"));
    }

    @Test
    void worldsIncludeOthersUnderOtherNames() {
        String more = """
                package shop:more@1.0.0;
                world bigger {
                  include shop:app/shop@1.2.0 with { log as note }
                  import watch: interface {
                    use shop:app/order@1.2.0.{ticket};
                    see: func(what: borrow<ticket>);
                  }
                  record place { x: u8 }
                  export go: func(to: place);
                }
                """;
        ComponentType bigger = packages(text(), more).worldNamed("shop:more/bigger@1.0.0");
        assertThat(bigger.imports()).containsKeys("note", "watch", "place", "shop:app/order@1.2.0").doesNotContainKey("log");
        assertThat(bigger.exports()).containsOnlyKeys("favourite", "go", "shop:app/order@1.2.0", "shop:app/report@1.2.0");
        assertThat(packages(text(), more).worldNames()).containsExactly(SHOP, "shop:more/bigger@1.0.0");
    }

    @Test
    void packagesMayStandInBracesBesideEachOther() {
        String both = "package a:b { interface i { f: func(); } }\npackage c:d@1.0.0 { world w { import a:b/i; } }\n";
        assertThat(packages(both).worldNamed("c:d/w@1.0.0").imports()).containsOnlyKeys("a:b/i");
    }

    @Test
    void namesThatDoNotExistAreRefusedWithTheirPlace() {
        assertThatThrownBy(() -> packages("package a:b;\nworld w {\n  import nothing;\n}").worldNamed("a:b/w")).isInstanceOf(
                WitException.class).hasMessage("0.wit:3:3: no interface 'nothing'");
        assertThatThrownBy(() -> packages("package a:b;\nworld w {\n  include v;\n}").worldNamed("a:b/w")).hasMessage(
                "0.wit:3:3: no world 'v'");
        assertThatThrownBy(() -> packages("package a:b; world w { include v; } world v { include w; }").worldNamed("a:b/w"))
                .hasMessageContaining("includes itself by way of others");
        assertThatThrownBy(() -> packages("package a:b; world w { use i.{t}; }").worldNamed("a:b/w")).hasMessageContaining(
                "no interface 'i'");
    }

    private static ComponentType shop(String text) {
        WitPackages packages = packages(text);
        return packages.worldNamed(packages.worldNames().getFirst());
    }

    private static WitPackages packages(String... texts) {
        List<WitSource> sources = new ArrayList<>();
        for (int i = 0; i < texts.length; i++) {
            sources.add(new WitSource(i + ".wit", texts[i]));
        }
        return WitPackages.parse(sources);
    }

    private static String text() {
        return new String(resource("shop.wit"), StandardCharsets.UTF_8);
    }

    private static ComponentBinary decode(String name) throws MalformedComponentException {
        return ComponentDecoder.decode(resource(name));
    }

    private static byte[] resource(String name) {
        try (InputStream in = Objects.requireNonNull(WorldConformanceTest.class.getResourceAsStream(name), name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
