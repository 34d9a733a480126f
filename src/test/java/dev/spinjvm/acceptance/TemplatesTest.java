package dev.spinjvm.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spinjvm.acceptance.SpinProcess.Finished;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `spin new`, `spin add` and `spin templates`, as scripts use them: without a terminal.
class TemplatesTest {
    @TempDir
    Path scratch;

    private SpinProcess.Command spin(String... arguments) {
        return SpinProcess.command(arguments).in(scratch).environment("SPIN_DATA_DIR", scratch.resolve("data").toString()).input("");
    }

    private Finished run(String... arguments) {
        return spin(arguments).run();
    }

    private void succeed(String... arguments) {
        Finished done = run(arguments);
        assertThat(done.exitCode()).as(done.stderr()).isZero();
        assertThat(done.stderr()).isEmpty();
    }

    private static HttpRequest request(SpinProcess spin, String method, String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(spin.url() + path)).method(method, HttpRequest.BodyPublishers
                .noBody());
        return headers.length == 0 ? request.build() : request.headers(headers).build();
    }

    @Test
    void aSiteWithARedirectIsMadeAndServed() throws IOException {
        succeed("new", "site", "-t", "static-fileserver", "-a", "-v", "http-path=/");
        succeed("add", "old", "-t", "redirect", "-f", "site/spin.toml", "-v", "redirect-from=/old", "-v", "redirect-to=/docs/");
        Path assets = scratch.resolve("site/assets");
        Files.createDirectories(assets.resolve("docs"));
        Files.writeString(assets.resolve("docs/index.html"), "<p>docs");
        Files.writeString(assets.resolve("a b.css"), "body {}");
        byte[] large = new byte[300_000];
        Arrays.fill(large, (byte) 'x');
        Files.write(assets.resolve("large.txt"), large);
        try (SpinProcess spin = spin("up", "-f", "site", "--cache-dir", scratch.resolve("cache").toString()).serve()) {
            HttpResponse<String> style = spin.get("/a%20b.css?v=1");
            assertThat(style.statusCode()).isEqualTo(200);
            assertThat(style.headers().firstValue("content-type")).contains("text/css; charset=utf-8");
            assertThat(style.body()).isEqualTo("body {}");
            String tag = style.headers().firstValue("etag").orElseThrow();
            assertThat(spin.send(request(spin, "GET", "/a%20b.css", "if-none-match", "\"x\", " + tag)).statusCode()).isEqualTo(304);
            assertThat(spin.get("/docs/").body()).isEqualTo("<p>docs");
            assertThat(spin.get("/docs").headers().firstValue("location")).contains("/docs/");
            assertThat(spin.get("/large.txt").body()).hasSize(300_000);
            assertThat(spin.get("/none").statusCode()).isEqualTo(404);
            assertThat(spin.get("/%2e%2e/spin.toml").statusCode()).isEqualTo(400);
            assertThat(spin.send(request(spin, "HEAD", "/docs/")).statusCode()).isEqualTo(200);
            assertThat(spin.send(request(spin, "POST", "/docs/")).statusCode()).isEqualTo(405);
            HttpResponse<String> redirect = spin.get("/old");
            assertThat(redirect.statusCode()).isEqualTo(302);
            assertThat(redirect.headers().firstValue("location")).contains("/docs/");
        }
    }

    /// Where a toolchain is missing, the test says so; that everything is generated, and its manifest without fault, is tested elsewhere.
    @ParameterizedTest
    @CsvSource({"http-rust,cargo", "http-js,npm", "http-ts,npm", "http-go,go", "http-py,componentize-py", "http-c,wasm-tools"})
    void anAppIsMadeBuiltAndServed(String template, String program) throws IOException, InterruptedException {
        Assumptions.assumeTrue(Boolean.getBoolean("toolchains"),
                "building with the toolchains of languages is asked for with -Dtoolchains=true");
        Assumptions.assumeTrue(succeeds(program, program.equals("go") ? "version" : "--version"), program + " is not installed");
        Assumptions.assumeTrue(!template.equals("http-rust") || hasRustTarget(), "Rust lacks the target wasm32-wasip2");
        Assumptions.assumeTrue(!template.equals("http-c") || succeeds(System.getenv().getOrDefault("CC", "clang"), "--version"),
                "clang is not installed");
        Assumptions.assumeTrue(!template.equals("http-go"), "WAGI is not served yet");
        succeed("new", "app", "-t", template, "-a");
        assertThat(run("build", "-f", "app").exitCode()).isZero();
        try (SpinProcess spin = spin("up", "-f", "app", "--cache-dir", scratch.resolve("cache").toString()).serve()) {
            assertThat(spin.get("/").body()).isEqualTo("Hello World!\n");
        }
    }

    private static boolean succeeds(String... words) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
            process.getOutputStream().close();
            process.getInputStream().readAllBytes();
            return process.waitFor() == 0;
        } catch (IOException _) {
            return false;
        }
    }

    private static boolean hasRustTarget() throws IOException, InterruptedException {
        Process process = new ProcessBuilder("rustc", "--print", "target-libdir", "--target", "wasm32-wasip2").start();
        String folder = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        return process.waitFor() == 0 && Files.isDirectory(Path.of(folder));
    }

    @Test
    void nothingIsAskedWithoutATerminal() {
        Finished nameless = run("new", "-t", "http-c");
        assertThat(nameless.exitCode()).isEqualTo(1);
        assertThat(nameless.stderr()).startsWith("Error: No name was given, and there is no terminal to ask at");
        Finished templateless = run("new", "app");
        assertThat(templateless.exitCode()).isEqualTo(1);
        assertThat(templateless.stderr()).contains(
                "there is no terminal to ask at; name one with --template. Suitable: http-c, http-empty");
        Finished valueless = run("new", "app", "-t", "redirect", "-a");
        assertThat(valueless.exitCode()).isEqualTo(1);
        assertThat(valueless.stderr()).isEqualTo("""
                Error: Parameter 'redirect-from' not provided
                Parameter 'redirect-to' not provided
                Give values with --value NAME=VALUE or --values-file FILE
                """);
        assertThat(run("new", "app", "-t", "http-rst", "-a").stderr()).isEqualTo("""
                Error: No templates matched 'http-rst'
                Did you mean 'http-rust'?
                """);
        assertThat(scratch.resolve("app")).doesNotExist();
    }

    @Test
    void wrongUsesExitWithTwo() {
        for (List<String> line : List.of(List.of("new", "1st", "-t", "http-c"), List.of("new", "a", "--init", "-o", "b"), List.of("new",
                "a",
                "-t", "b", "--tag", "c"), List.of("new", "a", "-t", "http-c", "-v", "novalue"), List.of("templates", "install", "--dir",
                        "a", "--tar",
                        "b"), List.of("templates", "install", "--branch", "a"), List.of("templates", "upgrade", "--all", "--repo", "a"),
                List.of(
                        "templates", "list", "--format", "xml"))) {
            Finished done = run(line.toArray(String[]::new));
            assertThat(done.exitCode()).as(line + "\n" + done.stderr()).isEqualTo(2);
        }
    }

    @Test
    void valuesComeFromAFileAndTheCommandLineGoesFirst() throws IOException {
        Files.writeString(scratch.resolve("values.toml"), "redirect-from = '/a'\nredirect-to = '/b'\n");
        succeed("new", "app", "-t", "redirect", "--values-file", "values.toml", "-v", "redirect-to=/c", "-a", "--no-vcs");
        assertThat(scratch.resolve("app/spin.toml")).content().contains("route = \"/a\"", "DESTINATION = \"/c\"");
        try (Stream<Path> files = Files.list(scratch.resolve("app"))) {
            assertThat(files.map(file -> file.getFileName().toString())).containsExactlyInAnyOrder("spin.toml", "redirect.wasm");
        }
    }

    @Test
    void templatesAreInstalledListedAndRemoved() throws IOException {
        Path metadata = Files.createDirectories(scratch.resolve("mine/templates/own/metadata"));
        Files.writeString(metadata.resolve("spin-template.toml"), """
                manifest_version = "1"
                id = "own"
                description = "My own"
                tags = ["Special"]
                """);
        assertThat(run("templates", "install", "--dir", "mine").stdout()).isEqualTo("""
                Installing template own...
                Installed 1 template(s)

                +--------------------+
                | Name   Description |
                +====================+
                | own    My own      |
                +--------------------+
                """);
        assertThat(run("templates", "install", "--dir", "mine").stdout()).contains("Installed 0 template(s)", "Skipped 1 template(s)",
                "| own    Already exists |");
        assertThat(run("templates", "list", "--tag", "special", "--verbose").stdout()).contains("| own    My own        " + scratch.resolve(
                "mine") + " |");
        assertThat(run("templates", "list", "--tag", "special", "--format", "json").stdout()).isEqualTo("""
                [
                  {
                    "id": "own",
                    "description": "My own"
                  }
                ]
                """);
        List<String> names = new ArrayList<>(run("templates", "list", "--format", "names-only").stdout().lines().toList());
        assertThat(names).contains("own", "http-rust", "static-fileserver").isSorted();
        assertThat(run("templates", "uninstall", "own").exitCode()).isZero();
        Finished again = run("templates", "uninstall", "own");
        assertThat(again.exitCode()).isEqualTo(1);
        assertThat(again.stderr()).startsWith("Error: Failed to uninstall template\n\nCaused by:\n");
        assertThat(run("templates", "upgrade", "--all").stderr()).startsWith("No template repositories found to upgrade");
    }
}
