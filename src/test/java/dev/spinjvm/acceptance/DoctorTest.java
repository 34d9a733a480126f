package dev.spinjvm.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `spin doctor` as people and scripts run it, without a terminal.
class DoctorTest {
    private static final String HEALTHY = """
            spin_manifest_version = 2
            application.name = "shop"
            [[trigger.http]]
            route = "/"
            component = "site"
            [component.site]
            source = "site.wasm"
            """;

    @TempDir
    Path folder;

    @Test
    void aHealthyApplicationIsExitCodeZero() throws IOException {
        write(HEALTHY);
        Files.createFile(folder.resolve("site.wasm"));
        SpinProcess.Finished finished = doctor();
        assertThat(finished.exitCode()).isZero();
        assertThat(finished.stdout()).isEqualTo("The Spin Doctor is in.\nChecking spin.toml...\nNo problems found.\n");
    }

    @Test
    void withoutATerminalNothingIsAskedAndNothingChanged() throws IOException {
        String manifest = "spin_version = \"1\"\nname = \"shop\"\ntrigger = { type = \"http\" }\n";
        write(manifest);
        SpinProcess.Finished finished = doctor();
        assertThat(finished.exitCode()).isEqualTo(1);
        assertThat(finished.stdout()).contains("\nDiagnosis: Version 1 manifest can be upgraded to version 2\n",
                "The Spin Doctor can help! Run `spin doctor --fix` to: Upgrade manifest to version 2\n",
                "\nDiagnosis: Manifest using old 'spin_version' key\n");
        assertThat(folder.resolve("spin.toml")).hasContent(manifest);
    }

    @Test
    void fixRepairsUntilNothingIsLeft() throws IOException {
        write("""
                spin_manifest_version = 1 # sic
                name = "shop"
                trigger = { type = "http" }
                [[component]]
                id = "site"
                source = "site.wasm"
                build = { command = "echo building && : > site.wasm" }
                """);
        SpinProcess.Finished finished = doctor("--fix");
        assertThat(finished.stdout()).contains("Treatment applied! Set manifest version to \"1\"",
                "Treatment applied! Set trigger.route '/...' for component \"site\"", "Treatment applied! Run `spin build`",
                "Version 1 manifest backed up to \"spin.toml.v1_backup\".").endsWith("No problems remain.\n");
        assertThat(finished.exitCode()).isZero();
        assertThat(folder.resolve("site.wasm")).exists();
        assertThat(folder.resolve("spin.toml")).content().contains("[component.site.build]");
        assertThat(folder.resolve("spin.toml.v1_backup")).content().startsWith("spin_manifest_version = \"1\" # sic\n");
    }

    @Test
    void scriptsGetJsonAndNothingElse() throws IOException {
        write(HEALTHY.replace("component = \"site\"", "component = \"sight\"").replace("\"site.wasm\"",
                "\"site.wasm\"\nbuild.command = \"echo noise; exit 3\""));
        SpinProcess.Finished finished = doctor("--format", "json", "--fix");
        assertThat(finished.exitCode()).isEqualTo(1);
        assertThat(finished.stdout()).startsWith("{").contains("\"healthy\" : false", "\"check\" : \"wasm-missing\"",
                "\"outcome\" : \"failed\"", "\"description\" : \"component `sight` is not defined\"", "\"line\" : 5",
                "\"hint\" : \"add a table `[component.sight]`\"").doesNotContain("noise");
        assertThat(finished.stderr()).contains("noise");
    }

    @Test
    void theManifestMustBeHereOrNamed() throws IOException {
        write(HEALTHY);
        Path below = Files.createDirectory(folder.resolve("below"));
        SpinProcess.Finished refused = SpinProcess.command("doctor").in(below).run();
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.stderr()).isEqualTo("Error: No spin.toml in current directory - did you mean '--from ../spin.toml'?\n");
        assertThat(SpinProcess.command("doctor", "-f", "..").in(below).run().stdout()).contains("Checking ../spin.toml...");
    }

    @Test
    void theInstallationCanBeExamined() {
        SpinProcess.Finished finished = SpinProcess.command("doctor", "--self").in(folder).environment("XDG_CACHE_HOME", folder.resolve(
                "cache").toString()).environment("SPIN_DATA_DIR", folder.resolve("data").toString()).run();
        assertThat(finished.stdout()).contains("launcher: ", "cache folder: " + folder.resolve("cache/spin"),
                "plugins folder: " + folder.resolve("data/plugins") + " (made when it is needed)", "AOT cache, short: ");
        assertThat(finished.exitCode()).isEqualTo(finished.stdout().contains("problem  ") ? 1 : 0);
    }

    @Test
    void targetsAreListedFromTheCopyOfTheCatalogue() throws IOException, InterruptedException {
        Path catalogue = Files.createDirectories(folder.resolve("catalogue/envs/spin-up"));
        for (String name : new String[]{"spin-up@3.10", "spin-up@3.2", "spin-up"}) {
            Files.writeString(catalogue.resolve(name + ".toml"), "[triggers]\n");
        }
        Path repository = folder.resolve("catalogue");
        git(repository, "init", "--quiet");
        git(repository, "add", ".");
        git(repository, "-c", "user.name=a", "-c", "user.email=a@example.com", "commit", "--quiet", "-m", "all");
        SpinProcess.Finished none = targets("list");
        assertThat(none.exitCode()).isZero();
        assertThat(none.stderr()).isEqualTo("No target environments found. Run `spin targets update` to fetch target environments.\n");
        SpinProcess.Finished updated = targets("update", "--catalogue", "file://" + repository);
        assertThat(updated.stderr()).isEqualTo("Target environments updated\n");
        assertThat(targets("list").stdout()).isEqualTo("spin-up\nspin-up@3.2\nspin-up@3.10\n");
        assertThat(targets("list", "--format", "json").stdout()).contains("\"spin-up@3.2\",");
        SpinProcess.Finished failed = targets("update", "--catalogue", "file://" + folder.resolve("missing"));
        assertThat(failed.exitCode()).isEqualTo(1);
        assertThat(failed.stderr()).startsWith("Error: Error cloning Git repo file://");
        assertThat(targets("list").stdout()).startsWith("spin-up\n");
    }

    private SpinProcess.Finished targets(String... arguments) {
        String[] line = new String[arguments.length + 1];
        line[0] = "targets";
        System.arraycopy(arguments, 0, line, 1, arguments.length);
        return SpinProcess.command(line).in(folder).environment("XDG_CACHE_HOME", folder.resolve("cache").toString()).run();
    }

    private static void git(Path repository, String... words) throws IOException, InterruptedException {
        String[] line = new String[words.length + 3];
        line[0] = "git";
        line[1] = "-C";
        line[2] = repository.toString();
        System.arraycopy(words, 0, line, 3, words.length);
        assertThat(new ProcessBuilder(line).inheritIO().start().waitFor()).isZero();
    }

    private SpinProcess.Finished doctor(String... arguments) {
        String[] line = new String[arguments.length + 1];
        line[0] = "doctor";
        System.arraycopy(arguments, 0, line, 1, arguments.length);
        return SpinProcess.command(line).in(folder).run();
    }

    private void write(String manifest) throws IOException {
        Files.writeString(folder.resolve("spin.toml"), manifest);
    }
}
