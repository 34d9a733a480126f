import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/// Makes the three forms of a release from a built checkout: `java Distribution.java CHECKOUT TARGET VERSION`. Run by the build
/// with the JDK that the runtime is cut out of.
///
/// - `spin-VERSION.jar`: everything in one executable jar, for people with a JDK 25
/// - `spin-VERSION-OS-ARCH.tar.gz`: launcher, jars, Java runtime, AOT caches
/// - `spin-VERSION-OS-ARCH`: the same in one file that unpacks itself
final class Distribution {
    /// Needed by name only (signals), so that jdeps does not see it.
    private static final Set<String> ADDED = Set.of("jdk.unsupported");
    /// What jdeps sees and nothing of ours reaches: bean annotations that Jackson looks for and does without. It is a third of the runtime.
    private static final Set<String> LEFT_OUT = Set.of("java.desktop");
    private static final String SERVICES = "META-INF/services/";
    private static final int DIGEST_CHARACTERS = 16;

    private final Path checkout;
    private final Path target;
    private final String version;
    private final String platform;

    private Distribution(Path checkout, Path target, String version) {
        this.checkout = checkout;
        this.target = target;
        this.version = version;
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        platform = (os.startsWith("mac") ? "macos" : os) + "-" + System.getProperty("os.arch");
    }

    public static void main(String[] arguments) throws IOException, InterruptedException, NoSuchAlgorithmException {
        Path target = Files.createDirectories(Path.of(arguments[1])).toRealPath();
        new Distribution(Path.of(arguments[0]).toRealPath(), target, arguments[2]).make();
    }

    private void make() throws IOException, InterruptedException, NoSuchAlgorithmException {
        List<Path> jars = classPath(checkout.resolve("cli/target/lib/spin-cli.jar"));
        Path single = target.resolve("spin-" + version + ".jar");
        writeSingleJar(jars, single);
        Path image = target.resolve("spin-" + version);
        delete(image);
        link(modules(single), image.resolve("jre"));
        for (Path jar : jars) {
            copy(jar, image.resolve("lib"));
        }
        copy(checkout.resolve("spin"), image);
        copy(checkout.resolve("LICENSE"), image);
        copyAll(checkout.resolve("cli/target/man"), image.resolve("share/man/man1"));
        copyAll(checkout.resolve("cli/src/main/resources/dev/spinjvm/cli/completions"), image.resolve("share/completions"));
        for (String file : List.of("spin.toml", "hello-c.wasm", "hello.c")) {
            copy(checkout.resolve("examples/hello-c").resolve(file), image.resolve("examples/hello-c"));
        }
        run(Map.of("SPIN_AOT", "train"), image.resolve("spin").toString());
        for (String cache : List.of("short.aot", "server.aot")) {
            if (!Files.isRegularFile(image.resolve("aot").resolve(cache))) {
                throw new IOException("the AOT cache " + cache + " was not made");
            }
            Files.delete(image.resolve("aot").resolve(cache.replace(".aot", ".log")));
        }
        Path archive = target.resolve("spin-" + version + "-" + platform + ".tar.gz");
        run(Map.of(), "tar", "-czf", archive.toString(), "-C", target.toString(), image.getFileName().toString());
        writeSelfExtracting(archive, target.resolve("spin-" + version + "-" + platform));
        report(single, archive, target.resolve("spin-" + version + "-" + platform));
    }

    /// The jar and those that its manifest names, in the order of the class path.
    private static List<Path> classPath(Path main) throws IOException {
        List<Path> jars = new ArrayList<>(List.of(main));
        try (JarFile jar = new JarFile(main.toFile())) {
            for (String name : jar.getManifest().getMainAttributes().getValue(Attributes.Name.CLASS_PATH).split(" ")) {
                jars.add(main.resolveSibling(name));
            }
        }
        return jars;
    }

    // --- The executable jar

    private static void writeSingleJar(List<Path> jars, Path written) throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        for (Path path : jars) {
            try (JarFile jar = new JarFile(path.toFile())) {
                for (JarEntry entry : (Iterable<JarEntry>) jar.stream()::iterator) {
                    add(entries, path, entry.getName(), jar.getInputStream(entry).readAllBytes());
                }
            }
        }
        Manifest manifest = new Manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.put(Attributes.Name.MAIN_CLASS, "dev.spinjvm.cli.Main");
        attributes.put(Attributes.Name.MULTI_RELEASE, "true");
        attributes.putValue("Enable-Native-Access", "ALL-UNNAMED");
        // As the launcher has it for servers.
        attributes.putValue("Add-Exports", "java.base/jdk.internal.misc");
        try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(written));
                JarOutputStream out = new JarOutputStream(file, manifest)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                out.putNextEntry(new JarEntry(entry.getKey()));
                out.write(entry.getValue());
                out.closeEntry();
            }
        }
    }

    /// Lists of services are put together, licences kept apart, and of what else comes twice the first counts, as on a class path.
    private static void add(Map<String, byte[]> entries, Path jar, String name, byte[] content) throws IOException {
        String file = name.substring(name.lastIndexOf('/') + 1).toUpperCase(Locale.ROOT);
        if (name.endsWith("/") || name.equals(JarFile.MANIFEST_NAME) || file.equals("MODULE-INFO.CLASS") || name.endsWith(".SF")
                || name.startsWith("META-INF/maven/")) {
            return;
        }
        if (name.startsWith(SERVICES) && entries.containsKey(name)) {
            ByteArrayOutputStream both = new ByteArrayOutputStream();
            both.write(entries.get(name));
            both.write('\n');
            both.write(content);
            entries.put(name, both.toByteArray());
        } else if (name.startsWith("META-INF/") && (file.startsWith("LICENSE") || file.startsWith("NOTICE"))) {
            entries.put("META-INF/licenses/" + jar.getFileName() + "/" + file, content);
        } else {
            entries.putIfAbsent(name, content);
        }
    }

    // --- The Java runtime

    /// What the classes mention, as jdeps finds it.
    private static Set<String> modules(Path jar) throws IOException {
        String found = tool("jdeps", "--print-module-deps", "--ignore-missing-deps", "--multi-release", "25", jar.toString());
        Set<String> modules = new TreeSet<>(List.of(found.strip().split(",")));
        modules.removeAll(LEFT_OUT);
        modules.addAll(ADDED);
        return modules;
    }

    private static void link(Set<String> modules, Path runtime) throws IOException {
        System.out.println("Linking " + String.join(" ", modules));
        tool("jlink", "--add-modules", String.join(",", modules), "--output", runtime.toString(), "--no-header-files", "--no-man-pages",
                "--strip-java-debug-attributes", "--compress", "zip-6");
    }

    private static String tool(String name, String... arguments) throws IOException {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = ToolProvider.findFirst(name).orElseThrow().run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
        if (code != 0) {
            throw new IOException(name + " failed: " + out + err);
        }
        return out.toString();
    }

    // --- The single file

    private void writeSelfExtracting(Path archive, Path written) throws IOException, NoSuchAlgorithmException {
        byte[] packed = Files.readAllBytes(archive);
        String digest = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(packed)).substring(0, DIGEST_CHARACTERS);
        String script = Files.readString(checkout.resolve("dist/self-extracting.sh"));
        String lines = String.valueOf(script.lines().count() + 1);
        script = script.replace("@VERSION@", version).replace("@DIGEST@", digest).replace("@LINES@", lines);
        try (OutputStream out = Files.newOutputStream(written)) {
            out.write(script.getBytes(StandardCharsets.UTF_8));
            out.write(packed);
        }
        Files.setPosixFilePermissions(written, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    // --- Files and processes

    private static void copy(Path file, Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.copy(file, folder.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
    }

    private static void copyAll(Path from, Path folder) throws IOException {
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.sorted().toList()) {
                copy(file, folder);
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private static void run(Map<String, String> environment, String... line) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(line).inheritIO();
        builder.environment().keySet().removeIf(name -> name.startsWith("SPIN_"));
        builder.environment().putAll(environment);
        int code = builder.start().waitFor();
        if (code != 0) {
            throw new IOException(String.join(" ", line) + " ended with " + code);
        }
    }

    private static void report(Path... files) throws IOException {
        PrintStream out = System.out;
        for (Path file : files) {
            out.printf(Locale.ROOT, "%,14d  %s%n", Files.size(file), file);
        }
    }
}
