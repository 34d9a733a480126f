package dev.spinjvm.plugins.manage;

import dev.spinjvm.plugins.PluginException;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The `git` program, which asks nobody anything here.
///
/// @param environment that of this process
record GitProgram(Map<String, String> environment) {
    private static final long PATIENCE_MINUTES = 10;
    /// Transports that run programs are refused; a server that says nothing is left.
    private static final List<String> SAFE = List.of("-c", "protocol.ext.allow=never", "-c", "http.lowSpeedLimit=1", "-c",
            "http.lowSpeedTime=60");

    void clone(String url, @Nullable String branch, Path target) {
        List<String> words = new ArrayList<>(List.of("clone", "--quiet", "--single-branch"));
        if (branch != null) {
            words.addAll(List.of("--branch", branch));
        }
        words.addAll(List.of("--", url, target.toString()));
        String problem = run(words);
        if (problem != null) {
            throw new PluginException("Error cloning Git repo " + url + ": " + problem);
        }
    }

    void pull(Path clone) {
        String problem = run(List.of("-C", clone.toString(), "pull", "--quiet", "--ff-only"));
        if (problem != null) {
            throw new PluginException("Error updating Git repo at " + clone + ": " + problem);
        }
    }

    /// @return what it complained of, or `null` if it did what it should
    private @Nullable String run(List<String> words) {
        List<String> line = new ArrayList<>(List.of("git"));
        line.addAll(SAFE);
        line.addAll(words);
        ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true).redirectInput(ProcessBuilder.Redirect.from(new File(
                System.getProperty("os.name", "").startsWith("Windows") ? "NUL" : "/dev/null")));
        builder.environment().clear();
        builder.environment().putAll(environment);
        builder.environment().put("GIT_TERMINAL_PROMPT", "0");
        builder.environment().putIfAbsent("GIT_SSH_COMMAND", "ssh -o BatchMode=yes");
        try {
            Process git = builder.start();
            String said = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (!git.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
                git.destroyForcibly();
                return "git did not end";
            }
            return git.exitValue() == 0 ? null : said;
        } catch (IOException _) {
            return "`git` command not found - is git installed?";
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }
}
