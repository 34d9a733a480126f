package dev.spinjvm.acceptance;

import dev.spinjvm.loader.AppSource;
import dev.spinjvm.loader.LoadOptions;
import dev.spinjvm.loader.Loader;
import dev.spinjvm.loader.process.ChildProcesses;
import dev.spinjvm.plugins.images.AppImage;
import dev.spinjvm.plugins.images.ImageBuilder;
import dev.spinjvm.plugins.images.ImageOptions;
import dev.spinjvm.plugins.images.ProgramFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/// podman, where containers can run, and images of the checkout's program. Parts of images are kept from one run to the next.
final class Containers {
    /// What podman needs on machines that allow few privileges, such as those of checks.
    static final List<String> ARGUMENTS = List.of("--runtime", "runc", "--ulimit", "nofile=1024:1024", "--ulimit", "nproc=1024:1024",
            "--network", "host");
    private static final String PROBE = "localhost/spin-probe:1";

    private Containers() {}

    /// Skips the test, saying why, where no container can run.
    static void require(Path scratch) throws IOException, InterruptedException {
        for (String program : List.of("podman", "runc")) {
            Assumptions.assumeTrue(DockerRegistry.isInstalled(program), () -> "SKIPPED: no container can run without " + program
                    + "; the file system of the image is unpacked and started instead, by ImagesTest");
        }
        Path probe = Files.createDirectories(scratch.resolve("probe"));
        toolchain(probe, PROBE);
        List<String> line = new ArrayList<>(List.of("podman", "run", "--rm"));
        line.addAll(ARGUMENTS);
        line.addAll(List.of(PROBE, "/bin/true"));
        Ran ran = run(line);
        Assumptions.assumeTrue(ran.code == 0, () -> "SKIPPED: no container can run here: " + ran.said
                + "; the file system of the image is unpacked and started instead, by ImagesTest");
    }

    /// An image with a shell and little more, out of this machine's files.
    static void toolchain(Path folder, String name) throws IOException, InterruptedException {
        Path root = Files.createDirectories(folder.resolve("root"));
        Files.createDirectories(root.resolve("tmp"));
        for (String program : List.of("/bin/sh", "/bin/cp", "/bin/cat", "/bin/sleep", "/bin/true")) {
            copy(root, program);
            for (String line : run(List.of("ldd", program)).said.lines().toList()) {
                String path = line.replaceFirst("^.*=>", "").strip().replaceFirst(" .*", "");
                if (path.startsWith("/")) {
                    copy(root, path);
                }
            }
        }
        Path archive = folder.resolve("root.tar");
        DockerRegistry.run("tar", "-C", root.toString(), "-cf", archive.toString(), ".");
        DockerRegistry.run("podman", "import", "--quiet", archive.toString(), name);
    }

    private static void copy(Path root, String path) throws IOException {
        Path target = root.resolve(path.substring(1));
        Files.createDirectories(target.getParent());
        if (!Files.exists(target)) {
            Files.write(target, Files.readAllBytes(Path.of(path)));
            if (!target.toFile().setExecutable(true)) {
                throw new IOException("cannot make '" + target + "' a program");
            }
        }
    }

    /// What a program did.
    record Ran(int code, String said) {}

    static Ran run(List<String> line) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        return new Ran(process.waitFor(), said);
    }

    /// Where the program keeps parts of images, as the cache of a user.
    static Path cache() throws IOException {
        return Files.createDirectories(Checkout.root().resolve("src/test/target/container-cache"));
    }

    /// The image of an application, with the program as its launcher starts it.
    static AppImage image(Path manifest, Path scratch) throws InterruptedException, IOException {
        SpinProcess.command("--version").run();
        Path jar = Checkout.root().resolve("cli/target/lib/spin-cli.jar");
        ProgramFiles program = ProgramFiles.of(jar.toString(), Path.of(System.getProperty("java.home", "")));
        try (ChildProcesses children = new ChildProcesses()) {
            return new ImageBuilder(program, cache().resolve("spin/images"), children).build(Loader.load(new AppSource.ManifestFile(
                    manifest),
                    LoadOptions.of(scratch, scratch)), scratch, ImageOptions.standard());
        }
    }
}
