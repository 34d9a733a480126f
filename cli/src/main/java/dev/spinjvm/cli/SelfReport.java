package dev.spinjvm.cli;

import dev.spinjvm.loader.DataDirectories;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// `spin --version -v`: what this program runs on. The place where an AOT cache that is absent or does not fit shows, as a
/// start says nothing of it.
///
/// Whether a cache fits is asked of the JVM itself, by a start that must use it.
final class SelfReport {
    /// Set by the launcher for this command: the folder of the caches, and the JVM's flags for each kind of command.
    private static final String CACHES = "SPIN_LAUNCHER_AOT";
    private static final Map<String, String> FLAGS = Map.of("short", "SPIN_LAUNCHER_SHORT", "server", "SPIN_LAUNCHER_SERVER");
    static final List<String> KINDS = List.of("short", "server");
    private static final Set<String> VERSION = Set.of("--version", "-V");
    private static final Set<String> VERBOSE = Set.of("--verbose", "-v");
    private static final long PATIENCE_SECONDS = 60;
    private static final double BYTES_PER_MEGABYTE = 1e6;

    private final Process process;

    SelfReport(Process process) {
        this.process = process;
    }

    static boolean isAskedBy(String[] arguments) {
        return arguments.length == 2 && Arrays.stream(arguments).anyMatch(VERSION::contains)
                && Arrays.stream(arguments).anyMatch(VERBOSE::contains);
    }

    void print() {
        process.out().println(ReadyAnswers.version());
        line("java", java());
        line("launcher", launcher());
        line("jars", property("java.class.path"));
        Path cache = DataDirectories.of(process.environment(), property("os.name"), null).cache();
        line("compiled code", cache.resolve("modules").toString());
        for (String kind : KINDS) {
            line("AOT cache, " + kind, cacheState(kind));
        }
    }

    /// The JVM and where it is.
    static String java() {
        return property("java.vm.name") + " " + property("java.vm.version") + ", " + property("java.home");
    }

    /// Whether the launcher started this program, and told it of the caches.
    boolean hasLauncher() {
        return variable("SPIN_BIN_PATH").isPresent() && variable(CACHES).isPresent();
    }

    /// Where the launcher is, or what is missing without one.
    String launcher() {
        return hasLauncher()
                ? variable("SPIN_BIN_PATH").orElseThrow()
                : "none; settings that only a launcher can give are missing: add -Xss16m -XX:-DontCompileHugeMethods";
    }

    /// Begins with `used` if the cache of a kind is in order.
    String cacheState(String kind) {
        return hasLauncher() ? state(kind) : "not used: there is no launcher to choose one";
    }

    private void line(String name, String value) {
        process.out().println(String.format(Locale.ROOT, "%-18s %s", name + ":", value));
    }

    private String state(String kind) {
        Path file = Path.of(variable(CACHES).orElseThrow(), kind + ".aot");
        try {
            if (variable("SPIN_AOT").filter("off"::equals).isPresent()) {
                return "not used: SPIN_AOT is \"off\"; " + file;
            }
            if (!Files.exists(file)) {
                return "absent: no " + file + "; SPIN_AOT=train makes it";
            }
            String text = String.format(Locale.ROOT, "%s (%.0f MB)", file, Files.size(file) / BYTES_PER_MEGABYTE);
            Optional<String> refusal = newerJar(file).or(() -> refusal(file, flags(kind)));
            return refusal.map(reason -> "stale: " + text + " does not fit: " + reason + "; SPIN_AOT=train makes it anew")
                    .orElse("used: " + text);
        } catch (IOException | UncheckedIOException e) {
            return "unknown: " + file + ": " + e.getMessage();
        }
    }

    private List<String> flags(String kind) {
        String variable = FLAGS.getOrDefault(kind, "");
        List<String> flags = new ArrayList<>();
        for (String source : List.of(variable, "SPIN_JVM_OPTS")) {
            variable(source).ifPresent(text -> flags.addAll(Arrays.stream(text.split(" ")).filter(word -> !word.isEmpty()).toList()));
        }
        return flags;
    }

    /// The launcher's own test: JDK 25 takes a cache whose jars have changed since, and runs their old classes.
    private static Optional<String> newerJar(Path cache) {
        Path folder = Path.of(property("java.class.path")).toAbsolutePath().getParent();
        try (Stream<Path> files = Files.list(Objects.requireNonNull(folder))) {
            FileTime made = Files.getLastModifiedTime(cache);
            for (Path file : files.filter(file -> file.toString().endsWith(".jar")).sorted().toList()) {
                if (Files.getLastModifiedTime(file).compareTo(made) > 0) {
                    return Optional.of(file.getFileName() + " is newer");
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Why the JVM does not take a cache; empty if it does.
    private static Optional<String> refusal(Path cache, List<String> flags) {
        try {
            return trial(cache, flags);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<String> trial(Path cache, List<String> flags) throws IOException {
        List<String> line = new ArrayList<>();
        line.add(Path.of(property("java.home"), "bin", "java").toString());
        line.addAll(flags);
        line.addAll(List.of("-XX:AOTMode=on", "-XX:AOTCache=" + cache, "-cp", property("java.class.path"), Main.class.getName(),
                "--version"));
        java.lang.Process trial = new ProcessBuilder(line).redirectErrorStream(true).start();
        trial.getOutputStream().close();
        String said = new String(trial.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (!trial.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                trial.destroyForcibly();
                return Optional.of("the JVM did not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("interrupted");
        }
        // Such as "[0.004s][warning][aot] The AOT cache has been truncated."; the first one says most.
        Optional<String> complaint = said.lines().filter(text -> text.contains("[warning]") || text.contains("[error")).findFirst()
                .map(text -> text.substring(text.lastIndexOf(']') + 1).strip());
        return trial.exitValue() == 0 && complaint.isEmpty() ? Optional.empty() : complaint.or(() -> said.lines().findFirst());
    }

    private Optional<String> variable(String name) {
        return Optional.ofNullable(process.environment().get(name)).filter(value -> !value.isEmpty());
    }

    private static String property(String name) {
        return System.getProperty(name, "");
    }
}
