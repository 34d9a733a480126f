package dev.spinjvm.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Real shells load the scripts and complete words. What a shell would do with the words (insert, list) is its own affair: its
/// functions for that are replaced by ones that print.
class CompletionTest {
    @TempDir
    Path folder;

    @BeforeEach
    void anApplication() throws IOException {
        Files.writeString(folder.resolve("spin.toml"), """
                spin_manifest_version = 2
                application.name = "shop"
                [[trigger.http]]
                route = "/"
                component = "site"
                [component.site]
                source = "site.wasm"
                profile.debug.source = "debug.wasm"
                [component.api]
                source = "api.wasm"
                """);
        Files.createDirectory(folder.resolve("other folder"));
    }

    @Test
    void bashCompletes() throws IOException, InterruptedException {
        String script = """
                source <(spin completions bash)
                complete -p spin
                try() { COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _spin spin; printf '%s\\n' "> ${COMPREPLY[*]}"; }
                try spin do
                try spin up -c ''
                try spin build --profile d
                try spin up --format = js
                try spin up --fo
                try spin up -f s
                try spin cache list --cache-dir ''
                """;
        assertThat(shell("bash", "--norc", "-c", script)).isEqualTo("""
                complete -F _spin spin
                > doctor
                > api site
                > debug
                > json
                > --follow --format
                > spin.toml
                > other folder
                """);
    }

    @Test
    void zshCompletes() throws IOException, InterruptedException {
        String script = """
                autoload -Uz compinit; compinit -u -d $HOME/.zcompdump
                source <(spin completions zsh)
                print "${_comps[spin]}"
                compadd() { print -r -- "> ${(P)@[-1]} | ${descriptions[1]}" }
                compset() { print "> compset $2" }
                _files() { print "> files $*" }
                try() { words=("$@"); CURRENT=$#; PREFIX=${words[$CURRENT]}; _spin }
                try spin do
                try spin up -c ''
                try spin up --format=js
                try spin up -f s
                try spin cache list --cache-dir ''
                """;
        assertThat(shell("zsh", "-f", "-c", script)).isEqualTo("""
                _spin
                > doctor | doctor  -- Detect and fix problems with Spin applications
                > api site | api
                > compset *=
                > json | json
                > files\s
                > files -/
                """);
    }

    @Test
    void fishCompletes() throws IOException, InterruptedException {
        String script = """
                spin completions fish | source
                complete -C 'spin do'
                complete -C 'spin up -c '
                complete -C 'spin up --format=js'
                complete -C 'spin up -f s'
                complete -C 'spin cache list --cache-dir '
                """;
        assertThat(shell("fish", "--no-config", "-c", script)).isEqualTo("""
                doctor\tDetect and fix problems with Spin applications
                api
                site
                --format=json
                spin.toml
                other folder/\tDirectory
                """);
    }

    @Test
    void powerShellIsGivenAScriptThatAsksTheSameWay() {
        SpinProcess.Finished finished = SpinProcess.command("completions", "powershell").run();
        assertThat(finished.stdout()).contains("Register-ArgumentCompleter -Native -CommandName spin",
                "complete --shell powershell --index $index '--' $words");
        SpinProcess.Finished answer = SpinProcess.command("complete", "--shell", "powershell", "--index", "2", "--", "spin", "up").in(
                folder)
                .run();
        assertThat(answer.stdout()).startsWith("words\n").doesNotContain("--from");
    }

    @Test
    void anUnknownShellIsAUsageError() {
        SpinProcess.Finished finished = SpinProcess.command("completions", "tcsh").run();
        assertThat(finished.exitCode()).isEqualTo(2);
        assertThat(finished.stderr()).contains("unknown shell `tcsh`, expected one of bash, fish, powershell, zsh");
    }

    /// What a shell prints that finds this checkout's launcher as `spin`, without its complaints about the missing terminal.
    private String shell(String... command) throws IOException, InterruptedException {
        List<Path> found = Stream.of("/usr/bin", "/bin", "/usr/local/bin", "/opt/homebrew/bin").map(bin -> Path.of(bin, command[0])).filter(
                Files::isExecutable).toList();
        assumeTrue(!found.isEmpty(), command[0] + " is not installed: apt-get install " + command[0]);
        command[0] = found.getFirst().toString();
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile()).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().merge("PATH", Checkout.root().toString(), (path, ours) -> ours + ":" + path);
        builder.environment().put("HOME", Files.createDirectories(folder.resolve("../home")).toRealPath().toString());
        Process shell = builder.start();
        shell.getOutputStream().close();
        String printed = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(shell.waitFor()).isZero();
        return printed;
    }
}
