package dev.spinjvm.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Who deploys, and providers that are plugins, by the real program.
class ProvidersTest {
    @TempDir
    Path folder;
    private Path app;

    @BeforeEach
    void prepare() throws IOException {
        app = Files.createDirectories(folder.resolve("app"));
        Files.copy(Checkout.root().resolve("examples/hello-c/hello-c.wasm"), app.resolve("hello-c.wasm"));
        write("");
        link("deploy-journal/deploy-journal");
    }

    private void write(String more) throws IOException {
        Files.writeString(app.resolve("spin.toml"), "spin_manifest_version = 2\n[application]\nname = \"greeter\"\nversion = \"1.0.0\"\n"
                + more + "[variables]\nkey = { required = true, secret = true }\n"
                + "[[trigger.http]]\nroute = \"/...\"\ncomponent = \"hello\"\n[component.hello]\nsource = \"hello-c.wasm\"\n");
    }

    private void link(String sample) {
        SpinProcess.Finished linked = spin("plugins", "install", "--binary", Checkout.root().resolve("examples/plugins").resolve(sample)
                .toString(), "--link", "--yes").run();
        assertThat(linked.exitCode()).as(linked.stderr()).isZero();
    }

    private Path script(String name, String text) throws IOException {
        Path file = Files.createDirectories(folder.resolve("scripts")).resolve(name);
        assertThat(Files.writeString(file, "#!/bin/sh\n" + text + "\n").toFile().setExecutable(true)).isTrue();
        SpinProcess.Finished linked = spin("plugins", "install", "--binary", file.toString(), "--link", "--yes").run();
        assertThat(linked.exitCode()).as(linked.stderr()).isZero();
        return file;
    }

    private SpinProcess.Command spin(String... words) {
        return SpinProcess.command(words).in(app).environment("SPIN_DATA_DIR", folder.resolve("data").toString()).environment(
                "XDG_CONFIG_HOME", folder.resolve("config").toString()).environment("XDG_CACHE_HOME", folder.resolve("cache").toString())
                .environment("DEPLOY_JOURNAL", folder.resolve("journal").toString()).environment("JAVA_HOME", System.getProperty(
                        "java.home"));
    }

    private static String out(SpinProcess.Command command) {
        SpinProcess.Finished finished = command.run();
        assertThat(finished.exitCode()).as(finished.stderr()).isZero();
        return finished.stdout();
    }

    @Test
    void aProviderInShellDoesEverything() throws IOException {
        SpinProcess.Finished early = spin("deploy", "journal").run();
        assertThat(early.exitCode()).isEqualTo(1);
        assertThat(early.stderr()).contains("log in with: spin deploy journal login");

        SpinProcess.Finished bad = spin("deploy", "journal", "login", "--token", "-").input("short\n").run();
        assertThat(bad.stderr()).contains("that is no token").doesNotContain("short\"");
        assertThat(out(spin("login", "--provider", "journal", "--token", "-").input("token-for-ann\n"))).isEqualTo(
                "Logged in to journal\n");
        Path saved = folder.resolve("config/spin/deploy/journal.json");
        assertThat(saved).content().contains("token-for-ann");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(saved))).isEqualTo("rw-------");

        assertThat(out(spin("deploy", "journal", "--dry-run"))).contains("Would deploy greeter revision 1.0.0+0");
        assertThat(folder.resolve("journal")).doesNotExist();
        SpinProcess.Finished first = spin("deploy", "journal", "--variable", "key=v4lue").environment("DEPLOY_PASS_PHRASE", "12345").run();
        assertThat(first.stdout()).isEqualTo("Writing to " + folder.resolve("journal") + "\nDeployed greeter revision 1.0.0+5\nURL: file://"
                + folder.resolve("journal") + "\n");
        SpinProcess.Finished second = spin("deploy", "journal", "--pass-phrase", "-").input("123").run();
        assertThat(second.stdout()).contains("Deployed greeter revision 1.0.0+3");
        assertThat(spin("deploy", "journal").run().stderr()).isEqualTo("Warning: there is no pass phrase\n");

        assertThat(out(spin("deploy", "journal", "status"))).isEqualTo("revision: 1.0.0+0\n");
        assertThat(out(spin("deploy", "journal", "logs"))).isEqualTo("1.0.0+5\n1.0.0+3\n1.0.0+0\n");
        assertThat(out(spin("deploy", "journal", "rollback"))).isEqualTo("Rolled back greeter to revision 1.0.0+3\n");
        assertThat(out(spin("deploy", "journal", "rollback", "--revision", "1.0.0+5"))).contains("1.0.0+5");
        assertThat(spin("deploy", "journal", "rollback", "--revision", "9").run().stderr()).contains("there is no revision 9 of greeter");
        assertThat(spin("deploy", "journal", "delete").run().stderr()).contains("say so with --yes");
        assertThat(out(spin("deploy", "journal", "delete", "--yes"))).isEqualTo("Removed greeter\n");
        assertThat(folder.resolve("journal")).isEmptyFile();

        assertThat(out(spin("deploy", "journal", "logout"))).isEqualTo("Logged out of journal\n");
        assertThat(saved).doesNotExist();
        assertThat(out(spin("deploy", "journal", "--help"))).contains("--journal", "Defaults to $DEPLOY_JOURNAL", "--pass-phrase");
        assertThat(spin("deploy", "journal", "--jurnal", "x").run().exitCode()).isEqualTo(2);
    }

    @Test
    void aProviderInJavaPutsApplicationsIntoAFolder() throws IOException {
        link("java/deploy-folder");
        write("[application.tool.deploy]\nprovider = \"folder\"\nconfig = { folder = \"" + folder.resolve("apps") + "\" }\n");

        assertThat(out(spin("deploy"))).contains("Writing ", "Deployed greeter revision 1.0.0");
        assertThat(folder.resolve("apps/greeter/1.0.0.json")).content().contains("\"name\": \"greeter\"");
        assertThat(out(spin("deploy", "status"))).isEqualTo("deployed: true\nrevision: 1.0.0\n");
        SpinProcess.Finished logs = spin("deploy", "logs").run();
        assertThat(logs.stderr()).contains("plugin 'deploy-folder' does not know how to 'logs'; it knows: delete, deploy, status");
        assertThat(out(spin("deploy", "delete", "--yes", "--folder", folder.resolve("apps").toString()))).isEqualTo("Removed greeter\n");
        assertThat(folder.resolve("apps/greeter")).doesNotExist();
        SpinProcess.Finished elsewhere = spin("deploy", "-f", app.toString(), "--dry-run").in(folder).run();
        assertThat(elsewhere.stdout()).as(elsewhere.stderr()).contains("Would deploy greeter");
    }

    @Test
    void whoIsNamedFirstDeploys() throws IOException {
        String describe = "case $1 in describe) echo '{\"protocol\":1,\"kind\":\"deploy\"}' ;; "
                + "*) cat >/dev/null; echo \"{\\\"event\\\":\\\"result\\\",\\\"revision\\\":\\\"$0\\\"}\" ;; esac";
        for (String name : new String[]{"word", "option", "variable", "table", "settings"}) {
            script("deploy-" + name, describe);
        }
        script("cloud", "echo \"cloud: $*\"");
        Files.createDirectories(folder.resolve("config/spin"));
        Files.writeString(folder.resolve("config/spin/config.toml"), "[deploy]\nprovider = \"settings\"\n");
        assertThat(out(spin("deploy", "status"))).endsWith("/deploy-settings\n");
        write("[application.tool.deploy]\nprovider = \"table\"\n");
        assertThat(out(spin("deploy", "status"))).endsWith("/deploy-table\n");
        assertThat(out(spin("deploy", "status").environment("SPIN_DEPLOY_PLUGIN", "variable"))).endsWith("/deploy-variable\n");
        assertThat(out(spin("deploy", "--provider", "option", "status").environment("SPIN_DEPLOY_PLUGIN", "variable"))).endsWith(
                "/deploy-option\n");
        assertThat(out(spin("deploy", "word", "status").environment("SPIN_DEPLOY_PLUGIN", "variable"))).endsWith("/deploy-word\n");
        // As in Spin 4.
        assertThat(out(spin("deploy", "--build", "x y").environment("SPIN_DEPLOY_PLUGIN", "cloud"))).isEqualTo(
                "cloud: deploy --build x y\n");
        assertThat(out(spin("login").environment("SPIN_DEPLOY_PLUGIN", "cloud"))).isEqualTo("cloud: login\n");
        assertThat(out(spin("deploy", "cloud", "-x"))).isEqualTo("cloud: deploy -x\n");
        // An application that comes from elsewhere chooses nothing, and `spin up` never deploys.
        SpinProcess.Finished remote = spin("deploy", "-f", "registry.example.com/app:v1", "status").run();
        assertThat(remote.stdout() + remote.stderr()).doesNotContain("deploy-table");

        SpinProcess.Finished unknown = spin("deploy", "jurnal").run();
        assertThat(unknown.exitCode()).isEqualTo(1);
        assertThat(unknown.stderr()).isEqualTo("""
                Error: There is no provider 'jurnal', which the command line names. Did you mean 'journal'?
                Built in: hippo, kubernetes; plugins: journal, option, settings, table, variable, word.
                """);
        Files.delete(folder.resolve("config/spin/config.toml"));
        write("");
        SpinProcess.Finished nobody = spin("deploy").run();
        assertThat(nobody.exitCode()).isEqualTo(1);
        assertThat(nobody.stderr()).contains("`spin deploy` needs to be told which deployment plugin to use. Either:",
                "Name one of the plugins that are installed: `spin deploy journal`, ",
                "Name one of Spin's own providers: `spin deploy hippo`, `spin deploy kubernetes`.").endsWith("Error: Unable to deploy\n");
    }

    @Test
    void aProviderIsToldWhatTheContractSays() throws IOException {
        script("deploy-teller", """
                case $1 in
                describe) echo '{"protocol":1,"kind":"deploy","artifact":"directory","flags":[{"long":"--zone","env":"ZONE"}]}' ;;
                *) cat > "%1$s"; ls "$(sed 's/.*"kind":"directory","path":"\\([^"]*\\)".*/\\1/' "%1$s")" > "%1$s.files"
                   echo '{"event":"result","revision":"r1"}' ;;
                esac""".formatted(folder.resolve("told")));
        assertThat(out(spin("deploy", "teller", "--variable", "key=s3cret").environment("ZONE", "north"))).isEqualTo(
                "Deployed greeter revision r1\n");
        assertThat(folder.resolve("told")).content().startsWith("{\"protocol\":1,\"app\":{\"name\":\"greeter\",\"version\":\"1.0.0\","
                + "\"lockedPath\":\"").contains(
                        "\"options\":{\"zone\":\"north\"},\"dryRun\":false,\"timeoutSecs\":60,\"artifact\":{\"kind\":"
                                + "\"directory\",\"path\":\"", "\"variables\":{\"key\":\"s3cret\"}}");
        assertThat(folder.resolve("told.files")).content().contains("components\n", "spin.lock\n");
    }
}
