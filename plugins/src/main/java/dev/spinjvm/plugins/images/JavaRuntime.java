package dev.spinjvm.plugins.images;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

import dev.spinjvm.loader.Folders;
import dev.spinjvm.loader.process.ChildProcesses;
import dev.spinjvm.oci.Digest;

/// A Java runtime to be put into images.
///
/// @param home its folder, with `bin/java`
/// @param isLinked whether it was cut out of a development kit here, so that it is not the one this program runs on
record JavaRuntime(Path home, boolean isLinked) {
    /// What the program and its libraries reach. A test compares it with what `jdeps` finds.
    static final List<String> MODULES = List.of("java.base", "java.compiler", "java.instrument", "java.logging", "java.management",
            "java.naming", "java.net.http", "java.security.jgss", "java.security.sasl", "java.sql", "java.transaction.xa", "java.xml",
            "jdk.httpserver", "jdk.net", "jdk.unsupported", "jdk.zipfs");
    /// Of no use to a program that runs.
    private static final List<String> LEFT_OUT = List.of("lib/src.zip", "lib/ct.sym", "lib/jrt-fs.jar", "lib/classlist", "lib/jexec",
            "lib/server/classes_nocoops.jsa");
    private static final String JAVA = "bin/java";

    /// The runtime for images: what this program runs on, cut down to what it needs where it is a development kit.
    ///
    /// @param javaHome of a runtime for Linux
    /// @param folder where runtimes that are made here are kept
    /// @throws ImageException if it is not one for Linux, or cannot be cut
    static JavaRuntime prepare(Path javaHome, Path folder, ChildProcesses children) throws InterruptedException {
        if (!Files.isExecutable(javaHome.resolve(JAVA))) {
            throw new ImageException("There is no Java runtime in '" + javaHome + "'");
        }
        try {
            // The file `release` of a linked runtime does not name the system.
            if (!Files.isRegularFile(javaHome.resolve("lib/server/libjvm.so"))) {
                throw new ImageException("Container images hold a Java runtime for Linux, and '" + javaHome
                        + "' is none. Make the image on Linux, in a virtual machine for example.");
            }
            Path jlink = javaHome.resolve("bin/jlink");
            if (!Files.isExecutable(jlink)) {
                return new JavaRuntime(javaHome, false);
            }
            String release = Files.isRegularFile(javaHome.resolve("release")) ? Files.readString(javaHome.resolve("release")) : "";
            String key = Digest.ofSha256((release + Files.getLastModifiedTime(javaHome.resolve("lib/modules")) + MODULES).getBytes(
                    StandardCharsets.UTF_8)).hex().substring(0, 32);
            Path linked = folder.resolve(key);
            if (!Files.isExecutable(linked.resolve(JAVA))) {
                link(jlink, linked, children);
            }
            return new JavaRuntime(linked, true);
        } catch (IOException e) {
            throw new ImageException("Cannot make a Java runtime in '" + folder + "'", e);
        }
    }

    private static void link(Path jlink, Path target, ChildProcesses children) throws IOException, InterruptedException {
        Path folder = Files.createDirectories(target.resolveSibling(""));
        Path draft = Files.createTempDirectory(folder, ".linking");
        try {
            Path made = draft.resolve("runtime");
            Path said = draft.resolve("said");
            Process process = children.start(new ProcessBuilder(jlink.toString(), "--add-modules", String.join(",", MODULES), "--output",
                    made.toString(), "--no-header-files", "--no-man-pages", "--strip-java-debug-attributes", "--compress", "zip-6",
                    "--generate-cds-archive").redirectErrorStream(true).redirectOutput(said.toFile()));
            process.getOutputStream().close();
            if (children.await(process) != 0) {
                throw new ImageException("jlink could not cut a Java runtime out of '" + jlink.getParent() + "': " + Files.readString(said)
                        .strip());
            }
            try {
                Files.move(made, target, StandardCopyOption.ATOMIC_MOVE);
            } catch (FileAlreadyExistsException | DirectoryNotEmptyException _) {
                // Somebody else was faster, with the same.
            }
        } finally {
            Folders.delete(draft);
        }
    }

    /// The files that an image gets: relative path → file.
    SortedMap<String, Path> files() {
        SortedMap<String, Path> files = new TreeMap<>();
        files.put(JAVA, home.resolve(JAVA));
        for (String part : List.of("conf", "legal", "lib", "release")) {
            try (Stream<Path> all = Files.exists(home.resolve(part)) ? Files.walk(home.resolve(part)) : Stream.empty()) {
                all.filter(Files::isRegularFile).forEach(file -> {
                    String name = home.relativize(file).toString();
                    if (!LEFT_OUT.contains(name) && !name.endsWith(".debuginfo")) {
                        files.put(name, file);
                    }
                });
            } catch (IOException e) {
                throw new ImageException("Cannot read the Java runtime in '" + home + "'", e);
            }
        }
        return files;
    }

    /// What is native of the files.
    List<Path> natives() {
        return files().entrySet().stream().filter(entry -> {
            String name = entry.getKey().toLowerCase(Locale.ROOT);
            return name.startsWith("bin/") || name.endsWith(".so") || name.equals("lib/jspawnhelper");
        }).map(Map.Entry::getValue).toList();
    }
}
