package dev.spinjvm.loader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManifestInspectionTest {
    private static final String APP = """
            spin_manifest_version = 2
            [application]
            name = "shop"
            """;

    @TempDir
    Path scratch;

    private ManifestInspection inspect(String toml, String profile) {
        var app = new AppDirectory(scratch);
        app.manifest(toml);
        return ManifestInspection.of(app.root().resolve("spin.toml"), profile.isEmpty() ? null : profile);
    }

    private ManifestInspection inspect(String toml) {
        return inspect(toml, "");
    }

    private static List<String> told(List<Diagnostic> diagnostics) {
        return diagnostics.stream().map(problem -> problem.line() + ":" + problem.column() + ": " + problem.message()).toList();
    }

    private static Manifest.Component component(Manifest manifest, String id) {
        return Objects.requireNonNull(manifest.components().get(id));
    }

    private static Manifest.Build build(Manifest.Component component) {
        return Objects.requireNonNull(component.build());
    }

    private static Manifest.Kind kind(Manifest.Component component) {
        return Objects.requireNonNull(component.dependencies().get("shop:tax/rates")).kind();
    }

    @Test
    void sound_manifest_is_seen_as_a_whole_with_nothing_built() {
        ManifestInspection found = inspect(APP + """
                [[trigger.http]]
                route = "/..."
                component = { source = "inline.wasm" }
                [[trigger.http]]
                route = "/c"
                component = "cart"
                [component.cart]
                source = "target/cart.wasm"
                files = ["assets/*"]
                build = { command = ["make", "make test"], workdir = "cart", watch = ["**/*.c"] }
                dependencies = { "shop:tax/rates" = { component = "tax" } }
                [component.tax]
                source = "tax.wasm"
                """);
        assertThat(found.diagnostics()).isEmpty();
        assertThat(found.version()).isEqualTo(2);
        assertThat(found.readable()).isTrue();
        assertThat(found.manifest().application().name()).isEqualTo("shop");
        assertThat(found.manifest().components().keySet()).containsExactly("cart", "tax", "http-trigger1-component");
        assertThat(found.manifest().triggers().get("http")).extracting(Manifest.Trigger::id).containsExactly("http-trigger1",
                "cart-http-trigger");
        Manifest.Component cart = component(found.manifest(), "cart");
        assertThat(build(cart).command().commands()).containsExactly("make", "make test");
        assertThat(build(cart).workdir()).isEqualTo("cart");
        assertThat(build(cart).watch()).containsExactly("**/*.c");
        assertThat(build(cart).at().line()).isEqualTo(13);
        assertThat(cart.at().line()).isEqualTo(10);
        assertThat(kind(cart)).isEqualTo(new Manifest.Kind.Local("tax.wasm"));
        assertThat(kind(component(found.written(), "cart"))).isEqualTo(
                new Manifest.Kind.AppComponent("tax"));
    }

    @Test
    void mistakes_that_show_only_when_a_trigger_starts_are_told() {
        ManifestInspection found = inspect(APP + """
                [[trigger.http]]
                rout = "/..."
                component = "cart"
                [component.cart]
                source = "cart.wasm"
                allowed_outbound_hosts = ["example.com"]
                """);
        assertThat(found.readable()).isTrue();
        assertThat(found.hasErrors()).isTrue();
        assertThat(told(found.diagnostics())).anyMatch(problem -> problem.startsWith("5:1: unknown field `rout`"))
                .anyMatch(problem -> problem.contains("\"example.com\" does not contain a scheme"));
    }

    @Test
    void broken_part_does_not_hide_the_rest() {
        ManifestInspection found = inspect(APP + """
                colour = "red"
                [[trigger.http]]
                route = "/..."
                component = "cart"
                [component.cart]
                source = 5
                nonsense = true
                build.command = "make"
                [component.cart.profile.debug]
                build.command = "make debug"
                [component.stock]
                source = "stock.wasm"
                files = 1
                """);
        assertThat(found.readable()).isFalse();
        assertThat(told(found.diagnostics())).hasSize(4);
        assertThat(build(component(found.manifest(), "cart")).command().commands()).containsExactly("make");
        assertThat(component(found.manifest(), "stock").source()).isInstanceOf(Manifest.Source.Local.class);
        assertThat(found.manifest().profiles()).containsExactly("debug");
    }

    @Test
    void error_of_syntax_leaves_the_other_tables() {
        ManifestInspection found = inspect(APP + """
                [component.cart]
                source = "cart.wasm"
                build.command = "make"
                [component.half]
                sour
                """);
        assertThat(told(found.diagnostics())).hasSize(1).first().asString().contains("expected `.`, `=`");
        assertThat(found.manifest().components()).containsKey("cart");
        assertThat(found.manifest().application().name()).isEqualTo("shop");
    }

    @Test
    void manifest_without_version_is_read_by_its_looks() {
        ManifestInspection newer = inspect("[application]\nname = \"a\"\n[component.c]\nsource = \"c.wasm\"\n");
        assertThat(newer.version()).isZero();
        assertThat(told(newer.diagnostics())).anyMatch(problem -> problem.endsWith("missing field `spin_manifest_version`"));
        assertThat(newer.manifest().components()).containsKey("c");
        ManifestInspection older = inspect("""
                name = "a"
                trigger = { type = "http" }
                [[component]]
                id = "c"
                source = "c.wasm"
                [component.trigger]
                route = "/"
                """);
        assertThat(older.manifest().application().name()).isEqualTo("a");
        assertThat(older.manifest().components()).containsKey("c");
    }

    @Test
    void version_1_is_seen_as_version_2() {
        ManifestInspection found = inspect("""
                spin_version = "1"
                name = "a"
                trigger = { type = "http", base = "/" }
                [[component]]
                id = "Old_One"
                source = "c.wasm"
                [component.trigger]
                route = "/"
                """);
        assertThat(found.version()).isEqualTo(1);
        assertThat(found.hasErrors()).isFalse();
        assertThat(found.manifest().components()).containsKey("old-one");
    }

    @Test
    void missing_files_are_a_question_of_their_own() {
        ManifestInspection found = inspect(APP + """
                [[trigger.http]]
                route = "/..."
                component = "cart"
                [component.cart]
                source = "cart.wasm"
                files = ["nothing.txt"]
                build.command = "make"
                """);
        assertThat(found.diagnostics()).isEmpty();
        assertThat(told(found.fileProblems())).hasSize(2).anyMatch(problem -> problem.contains("No such file or directory 'cart.wasm'"))
                .anyMatch(problem -> problem.contains("\"nothing.txt\" does not exist"));
    }

    @Test
    void profile_is_applied_and_an_unknown_one_refused() {
        String toml = APP + """
                [[trigger.http]]
                route = "/..."
                component = "cart"
                [component.cart]
                source = "cart.wasm"
                build.command = "make"
                profile.debug = { source = "debug.wasm", build.command = "make debug" }
                """;
        Manifest.Component cart = component(inspect(toml, "debug").manifest(), "cart");
        assertThat(build(cart).command().commands()).containsExactly("make debug");
        assertThat(cart.source()).isInstanceOfSatisfying(Manifest.Source.Local.class, source -> assertThat(source.path()).isEqualTo(
                "debug.wasm"));
        assertThatThrownBy(() -> inspect(toml, "relaese")).isInstanceOf(LoadException.class).hasMessage(
                "Profile relaese is not defined in this application");
    }

    @Test
    void file_that_cannot_be_read_is_an_error() {
        assertThatThrownBy(() -> ManifestInspection.of(scratch.resolve("none.toml"), null)).isInstanceOf(LoadException.class);
    }
}
