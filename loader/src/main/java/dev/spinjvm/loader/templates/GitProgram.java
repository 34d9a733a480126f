package dev.spinjvm.loader.templates;

import dev.spinjvm.loader.process.AtExit;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// The `git` program. It is never asked a question that it could put to the user: what it cannot do without, it fails for.
public final class GitProgram {
    private final Map<String, String> environment;
    private final Path folder;
    private final Optional<Duration> limit;

    /// @param folder the current directory of the program
    public GitProgram(Map<String, String> environment, Path folder) {
        this(environment, folder, Optional.empty());
    }

    /// @param folder the current directory of the program
    /// @param limit how long it may run
    public GitProgram(Map<String, String> environment, Path folder, Optional<Duration> limit) {
        this.environment = environment;
        this.folder = folder;
        this.limit = limit;
    }

    /// What a run left behind.
    private record Result(int code, String out, String err) {}

    /// There is no such program.
    static final class Missing extends IOException {
        private static final long serialVersionUID = 1L;

        Missing() {
            super("`git` command not found - is git installed?");
        }
    }

    /// Fetches the files of a repository as they are at a branch or tag.
    ///
    /// @throws TemplateException with what the program says
    public void clone(String url, Optional<String> branch, Path target) {
        List<String> words = new ArrayList<>(List.of("-c", "protocol.ext.allow=never", "clone", "--quiet", "--depth", "1"));
        branch.ifPresent(name -> words.addAll(List.of("--branch", name)));
        words.addAll(List.of("--", url, target.toString()));
        String failed = "Error cloning Git repo " + url;
        try {
            Result result = run(words);
            if (result.code != 0) {
                throw new TemplateException(failed + ": " + result.err.strip());
            }
        } catch (Missing e) {
            throw new TemplateException(failed + ": " + e.getMessage()
                    + "\nWithout git, install from a folder with --dir or from an archive with --tar");
        } catch (IOException e) {
            throw new TemplateException(failed, e);
        }
    }

    /// Whether a repository has a branch or tag. Also false if that cannot be found out.
    boolean hasRef(String url, String ref) {
        return succeeds(List.of("-c", "protocol.ext.allow=never", "ls-remote", "--exit-code", "--", url, ref));
    }

    /// Whether a folder lies in a repository; true if that cannot be found out.
    boolean isInRepository(Path directory) {
        try {
            return run(List.of("-C", directory.toString(), "rev-parse", "--git-dir")).code == 0;
        } catch (IOException _) {
            return true;
        }
    }

    /// Makes a repository. False if the program is there and refuses.
    boolean init(Path directory) {
        try {
            return run(List.of("-C", directory.toString(), "init", "--quiet")).code == 0;
        } catch (Missing _) {
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    /// A setting of the user.
    Optional<String> setting(String name) {
        try {
            Result result = run(List.of("config", "--get", name));
            String value = result.out.strip();
            return result.code == 0 && !value.isEmpty() ? Optional.of(value) : Optional.empty();
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    private boolean succeeds(List<String> words) {
        try {
            return run(words).code == 0;
        } catch (IOException _) {
            return false;
        }
    }

    private Result run(List<String> words) throws IOException {
        List<String> line = new ArrayList<>(List.of("git"));
        line.addAll(words);
        ProcessBuilder builder = new ProcessBuilder(line).directory(folder.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        builder.environment().put("GIT_TERMINAL_PROMPT", "0");
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            throw isMissing(e) ? new Missing() : e;
        }
        try (AtExit _ = AtExit.end(process)) {
            return awaited(process);
        }
    }

    private Result awaited(Process process) throws IOException {
        process.getOutputStream().close();
        limit.ifPresent(time -> CompletableFuture.delayedExecutor(time.toMillis(), TimeUnit.MILLISECONDS).execute(() -> {
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroy();
        }));
        CompletableFuture<String> err = CompletableFuture.supplyAsync(() -> text(process.getErrorStream()), Thread::startVirtualThread);
        String out = text(process.getInputStream());
        try {
            return new Result(process.waitFor(), out, err.join());
        } catch (InterruptedException _) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted");
        }
    }

    private static boolean isMissing(IOException e) {
        String message = String.valueOf(e.getMessage());
        return message.contains("error=2,") || message.contains("No such file or directory");
    }

    private static String text(InputStream stream) {
        try (stream) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "(cannot get error: " + e.getMessage() + ")";
        }
    }
}
