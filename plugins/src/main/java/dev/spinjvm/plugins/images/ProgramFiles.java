package dev.spinjvm.plugins.images;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

import dev.spinjvm.loader.process.ChildProcesses;
import org.jspecify.annotations.Nullable;

/// The files that this program consists of, in whatever form it was started: through the launcher of a checkout or of a distribution, or
/// as an executable jar.
///
/// @param jars in the order of the class path; the first names the others in its manifest
/// @param javaHome of the runtime that runs it
/// @param launcher the shell script that knows the settings for the JVM; null for the executable jar
/// @param aotCache made for these jars and this runtime; null where there is none
public record ProgramFiles(List<Path> jars, Path javaHome, @Nullable Path launcher, @Nullable Path aotCache) {
    static final String MAIN_CLASS = "dev.spinjvm.cli.Main";
    private static final String LAUNCHER = "spin";
    /// What the program does not work without.
    private static final List<String> NEEDED_FLAGS = List.of("--add-exports", "java.base/jdk.internal.misc=ALL-UNNAMED",
            "--enable-native-access=ALL-UNNAMED", "-Xss16m", "-XX:-DontCompileHugeMethods");

    public ProgramFiles {
        jars = List.copyOf(jars);
    }

    /// The files of the program that runs with this class path.
    ///
    /// @param classPath as the property `java.class.path` has it
    /// @throws ImageException if it does not run from jars
    public static ProgramFiles of(String classPath, Path javaHome) {
        Path main = Path.of(classPath.split(File.pathSeparator)[0]).toAbsolutePath();
        if (!Files.isRegularFile(main) || !main.toString().endsWith(".jar")) {
            throw new ImageException("Spin cannot put itself into an image, since it does not run from a jar but from '" + main
                    + "'. Start it through the `spin` launcher, or as the executable jar.");
        }
        try (JarFile jar = new JarFile(main.toFile())) {
            List<Path> jars = new ArrayList<>(List.of(main));
            Manifest manifest = jar.getManifest();
            String others = manifest == null ? null : manifest.getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
            if (others == null) {
                return new ProgramFiles(jars, javaHome, null, null);
            }
            for (String name : others.split(" ")) {
                jars.add(main.resolveSibling(name));
            }
            return withLauncher(jars, javaHome);
        } catch (IOException e) {
            throw new ImageException("Cannot read '" + main + "'", e);
        }
    }

    private static ProgramFiles withLauncher(List<Path> jars, Path javaHome) throws IOException {
        Path lib = jars.getFirst().resolveSibling("");
        Path distribution = lib.resolve("..").normalize();
        if (Files.isRegularFile(distribution.resolve(LAUNCHER))) {
            Path cache = distribution.resolve("aot/server.aot");
            boolean ownRuntime = Files.isDirectory(distribution.resolve("jre")) && Files.isSameFile(distribution.resolve("jre"), javaHome);
            return new ProgramFiles(jars, javaHome, distribution.resolve(LAUNCHER), ownRuntime && isCurrent(cache, jars) ? cache : null);
        }
        Path checkout = lib.resolve("../../..").normalize().resolve(LAUNCHER);
        return new ProgramFiles(jars, javaHome, Files.isRegularFile(checkout) ? checkout : null, null);
    }

    /// As the launcher has it: the JVM itself does not compare a cache with the jars.
    private static boolean isCurrent(Path cache, List<Path> jars) throws IOException {
        if (!Files.isRegularFile(cache)) {
            return false;
        }
        for (Path jar : jars) {
            if (Files.getLastModifiedTime(jar).compareTo(Files.getLastModifiedTime(cache)) > 0) {
                return false;
            }
        }
        return true;
    }

    /// The settings for a JVM that serves, as the launcher has them.
    List<String> serverFlags(ChildProcesses children) throws InterruptedException {
        if (launcher == null) {
            return NEEDED_FLAGS;
        }
        try {
            ProcessBuilder builder = new ProcessBuilder(launcher.toString(), "server").redirectError(ProcessBuilder.Redirect.INHERIT);
            builder.environment().put("SPIN_AOT", "flags");
            Process process = children.start(builder);
            process.getOutputStream().close();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (children.await(process) != 0 || said.isEmpty()) {
                throw new ImageException("'" + launcher + "' does not tell its settings for the JVM");
            }
            return List.of(said.split(" +"));
        } catch (IOException e) {
            throw new ImageException("Cannot start '" + launcher + "'", e);
        }
    }
}
