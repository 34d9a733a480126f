package dev.spinjvm.plugins.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FileEntry;
import com.google.cloud.tools.jib.api.buildplan.FilePermissions;
import dev.spinjvm.loader.ComponentSource;
import dev.spinjvm.loader.ContentPath;
import dev.spinjvm.loader.ContentRef;
import dev.spinjvm.loader.LockedApp;
import dev.spinjvm.loader.LockedComponent;
import dev.spinjvm.loader.LockedTrigger;
import dev.spinjvm.loader.process.ChildProcesses;
import dev.spinjvm.oci.Digest;
import dev.spinjvm.oci.ImageManifest;
import dev.spinjvm.oci.OciLayout;
import dev.spinjvm.oci.Progress;
import dev.spinjvm.oci.Repository.Selector;
import dev.spinjvm.oci.StrictJson;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImagePartsTest {
    @TempDir
    Path folder;

    private Path file(String name, String content) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.resolveSibling(""));
        return Files.writeString(file, content);
    }

    private static FileEntry entry(Path file, String path) {
        return new FileEntry(file, AbsoluteUnixPath.get(path), FilePermissions.fromOctalString("644"),
                FileEntriesLayer.DEFAULT_MODIFICATION_TIME);
    }

    private LockedApp app() throws IOException {
        Path assets = folder.resolve("assets/one");
        Files.createDirectories(assets.resolve("deep"));
        Files.writeString(assets.resolve("deep/x.txt"), "x");
        Files.createSymbolicLink(assets.resolve("link"), file("outside.txt", "outside"));
        LockedComponent component = new LockedComponent("one", Map.of(), new ComponentSource(ComponentSource.WASM, ContentRef.ofFile(file(
                "one.wasm", "code"))), Map.of("A", "b"), List.of(new ContentPath(ContentRef.ofFile(assets), "/")), Map.of(), Map.of(), Map
                        .of(), Map
                                .of());
        return new LockedApp(List.of(), Map.of("name", "app", "version", "1.0.0", "origin", "file:///home/ann/app/spin.toml"), Map.of(), Map
                .of(), List.of(new LockedTrigger("t", "http", Map.of("component", "one", "route", "/..."), Map.of())), List.of(component));
    }

    // --- Layers

    @Test
    void theSameFilesMakeTheSameLayerWhateverTheirTimesAndOrder() throws IOException {
        Path a = file("a", "first");
        Path b = file("b", "second");
        PackedLayer layer = PackedLayer.pack(List.of(entry(a, "/x/a"), entry(b, "/x/b")), folder.resolve("1"));
        Files.setLastModifiedTime(a, FileTime.fromMillis(0));
        PackedLayer again = PackedLayer.pack(List.of(entry(b, "/x/b"), entry(a, "/x/a")), folder.resolve("2"));
        assertThat(again.descriptor()).isEqualTo(layer.descriptor());
        assertThat(again.diffId()).isEqualTo(layer.diffId());
        assertThat(Digest.ofFile(layer.file(), Digest.Algorithm.SHA256)).isEqualTo(layer.descriptor().digest());
        PackedLayer other = PackedLayer.pack(List.of(entry(a, "/x/a"), entry(b, "/x/c")), folder.resolve("3"));
        assertThat(other.descriptor()).isNotEqualTo(layer.descriptor());
    }

    @Test
    void layersAreFoundAgainUntilAFileChangesAndOldOnesGo() throws IOException {
        LayerStore store = new LayerStore(folder.resolve("store"));
        Path a = file("a", "0");
        PackedLayer first = store.get("x", List.of(entry(a, "/a")));
        FileTime written = Files.getLastModifiedTime(first.file());
        assertThat(store.get("x", List.of(entry(a, "/a")))).isEqualTo(first);
        assertThat(Files.getLastModifiedTime(first.file())).isEqualTo(written);
        for (int i = 1; i <= 5; i++) {
            Files.writeString(a, "0".repeat(i + 1));
            assertThat(store.get("x", List.of(entry(a, "/a"))).descriptor()).isNotEqualTo(first.descriptor());
        }
        try (var files = Files.list(folder.resolve("store"))) {
            assertThat(files).hasSize(8);
        }
        Files.writeString(store.get("x", List.of(entry(a, "/a"))).file(), "cut off");
        PackedLayer healed = store.get("x", List.of(entry(a, "/a")));
        assertThat(Digest.ofFile(healed.file(), Digest.Algorithm.SHA256)).isEqualTo(healed.descriptor().digest());
    }

    // --- The application

    @Test
    void anApplicationIsCompleteInItsFolder() throws IOException {
        AppFiles files = AppFiles.of(app(), "/app");
        assertThat(files.files().keySet()).containsExactly("assets/one", "assets/one/deep/x.txt", "components/one");
        String locked = new String(files.locked().toJson(), StandardCharsets.UTF_8);
        assertThat(locked).contains("file:///app/components/one", "file:///app/assets/one").doesNotContain(folder.toString(), "ann");
        Path copy = folder.resolve("copy");
        files.copyTo(copy);
        assertThat(copy.resolve("assets/one/deep/x.txt")).hasContent("x");
        assertThat(copy.resolve("assets/one/link")).doesNotExist();
        assertThat(LockedApp.fromJson(Files.readAllBytes(copy.resolve("spin.lock")))).isEqualTo(files.locked());
    }

    @Test
    void contentThatIsNotHereIsRefused() throws IOException {
        LockedApp app = app();
        LockedComponent one = app.components().getFirst();
        LockedComponent remote = new LockedComponent("one", Map.of(), new ComponentSource(ComponentSource.WASM, new ContentRef(
                "https://example.com/a.wasm", null, null)), Map.of(), one.files(), Map.of(), Map.of(), Map.of(), Map.of());
        assertThatThrownBy(() -> AppFiles.of(new LockedApp(List.of(), Map.of(), Map.of(), Map.of(), app.triggers(), List.of(remote)),
                "/app"))
                .isInstanceOf(ImageException.class).hasMessageContaining("https://example.com/a.wasm");
    }

    // --- The program

    private Path program(String home, Map<String, String> others) throws IOException {
        Path jar = folder.resolve(home).resolve("lib/spin-cli.jar");
        Files.createDirectories(jar.resolveSibling(""));
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        if (!others.isEmpty()) {
            manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, String.join(" ", new TreeSet<>(others.keySet())));
        }
        try (OutputStream out = Files.newOutputStream(jar); JarOutputStream written = new JarOutputStream(out, manifest)) {
            written.finish();
        }
        for (Map.Entry<String, String> other : others.entrySet()) {
            Files.writeString(jar.resolveSibling(other.getKey()), other.getValue());
        }
        return jar;
    }

    @Test
    void aDistributionBringsItsCacheAndItsFlags() throws Exception {
        Path jar = program("dist", Map.of("b.jar", "b"));
        Path home = folder.resolve("dist");
        Path launcher = file("dist/spin", "#!/bin/sh\n[ \"$SPIN_AOT $1\" = 'flags server' ] && echo '-Xss16m  -XX:+UseG1GC'\n");
        assertThat(launcher.toFile().setExecutable(true)).isTrue();
        Files.createDirectories(home.resolve("jre"));
        Path cache = file("dist/aot/server.aot", "cache");
        ProgramFiles program = ProgramFiles.of(jar.toString(), home.resolve("jre"));
        assertThat(program.jars()).containsExactly(jar, jar.resolveSibling("b.jar"));
        assertThat(program.aotCache()).isEqualTo(home.resolve("lib").resolveSibling("aot/server.aot"));
        try (ChildProcesses children = new ChildProcesses()) {
            assertThat(program.serverFlags(children)).containsExactly("-Xss16m", "-XX:+UseG1GC");
        }
        assertThat(ProgramFiles.of(jar.toString(), folder).aotCache()).as("of another runtime").isNull();
        Files.setLastModifiedTime(cache, FileTime.fromMillis(0));
        assertThat(ProgramFiles.of(jar.toString(), home.resolve("jre")).aotCache()).as("older than a jar").isNull();
    }

    @Test
    void theExecutableJarIsOneFile() throws Exception {
        Path jar = program("single", Map.of());
        ProgramFiles program = ProgramFiles.of(jar.toString(), folder);
        assertThat(program).isEqualTo(new ProgramFiles(List.of(jar), folder, null, null));
        try (ChildProcesses children = new ChildProcesses()) {
            assertThat(program.serverFlags(children)).contains("--add-exports");
        }
        assertThatThrownBy(() -> ProgramFiles.of(folder.toString(), folder)).isInstanceOf(ImageException.class).hasMessageContaining(
                "does not run from a jar").hasMessageContaining("launcher");
    }

    @Test
    void runtimesForOtherSystemsAreRefused() throws Exception {
        Path java = file("jdk/bin/java", "");
        assertThat(java.toFile().setExecutable(true)).isTrue();
        try (ChildProcesses children = new ChildProcesses()) {
            assertThatThrownBy(() -> JavaRuntime.prepare(folder.resolve("jdk"), folder, children)).isInstanceOf(ImageException.class)
                    .hasMessageContaining("for Linux");
            assertThatThrownBy(() -> JavaRuntime.prepare(folder.resolve("none"), folder, children)).isInstanceOf(ImageException.class)
                    .hasMessageContaining("no Java runtime");
            file("jdk/lib/server/libjvm.so", "of Linux");
            file("jdk/release", "JAVA_VERSION=\"25.0.3\"\n");
            file("jdk/lib/modules", "m");
            file("jdk/lib/src.zip", "s");
            JavaRuntime runtime = JavaRuntime.prepare(folder.resolve("jdk"), folder, children);
            assertThat(runtime.isLinked()).isFalse();
            assertThat(runtime.files().keySet()).containsExactly("bin/java", "lib/modules", "lib/server/libjvm.so", "release");
        }
    }

    @Test
    void librariesOfTheSystemAreFoundAsItsLoaderFindsThem() {
        Path java = Path.of(System.getProperty("java.home"), "bin/java");
        Path libjvm = Path.of(System.getProperty("java.home"), "lib/server/libjvm.so");
        Assumptions.assumeTrue(System.getProperty("os.name").equals("Linux") && Files.exists(Path.of("/lib64/ld-linux-x86-64.so.2")),
                "SKIPPED: reads the libraries of a Linux with glibc");
        Path libjli = Path.of(System.getProperty("java.home"), "lib/libjli.so");
        Set<String> found = new SharedLibraries(Path.of("/"), System.getProperty("os.arch")).of(List.of(java, libjvm, libjli)).keySet();
        assertThat(found).contains("/lib64/ld-linux-x86-64.so.2").anyMatch(path -> path.endsWith("/libc.so.6")).anyMatch(path -> path
                .endsWith(
                        "/libm.so.6")).noneMatch(path -> path.endsWith("libjli.so"));
        assertThatThrownBy(() -> new SharedLibraries(folder, "amd64").of(List.of(libjvm))).isInstanceOf(ImageException.class)
                .hasMessageContaining("which this system does not have");
    }

    @Test
    void whatIsNoProgramIsNoElfFile() throws IOException {
        assertThat(ElfFile.read(file("text", "#!/bin/sh\n" + "x".repeat(100)))).isEqualTo(Optional.empty());
        byte[] cut = new byte[64];
        System.arraycopy(new byte[]{0x7f, 'E', 'L', 'F', 2, 1}, 0, cut, 0, 6);
        cut[32] = 0x7f;
        cut[54] = 56;
        cut[56] = 3;
        Path damaged = Files.write(folder.resolve("damaged"), cut);
        assertThatThrownBy(() -> ElfFile.read(damaged)).isInstanceOf(IOException.class).hasMessageContaining("damaged");
    }

    // --- Images

    private AppImage image(String text) throws IOException {
        PackedLayer layer = PackedLayer.pack(List.of(entry(file("content", text), "/content")), folder.resolve("layer"));
        byte[] config = StrictJson.compact(Map.of("architecture", "amd64", "os", "linux", "config", Map.of("Env", List.of("PATH=/bin",
                "X=a=b")),
                "rootfs", Map.of("type", "layers", "diff_ids", List.of(layer.diffId().toString()))));
        return new AppImage(List.of(layer), config, List.of("/run"));
    }

    @Test
    void anImageIsReadBackFromALayoutAndAsABase() throws IOException {
        AppImage image = image("x");
        Path layout = folder.resolve("layout");
        image.writeLayout(layout, "v1");
        OciLayout read = OciLayout.open(layout);
        ImageManifest manifest = read.manifest(new Selector.ByTag("v1"));
        assertThat(manifest.raw().digest()).isEqualTo(image.digest());
        assertThat(manifest.config().digest()).isEqualTo(image.id());
        BaseImage base = BaseImage.fetch(read, new Selector.ByTag("v1"), "amd64", folder.resolve("base"), Progress.of("test"));
        assertThat(base.environment()).containsExactlyInAnyOrderEntriesOf(Map.of("PATH", "/bin", "X", "a=b"));
        assertThat(base.layers()).hasSize(1);
        assertThat(Digest.ofFile(base.layers().getFirst().file(), Digest.Algorithm.SHA256)).isEqualTo(manifest.layers().getFirst()
                .digest());
        assertThatThrownBy(() -> BaseImage.fetch(read, new Selector.ByTag("v1"), "arm64", folder.resolve("base"), Progress.of("test")))
                .isInstanceOf(ImageException.class).hasMessageContaining("is for linux/amd64");
    }

    @Test
    void anImageIsWrittenAsAnArchiveForEngines() throws IOException {
        AppImage image = image("y");
        Path archive = folder.resolve("image.tar");
        image.writeArchive(archive, "localhost/y:1");
        String text = Files.readString(archive, StandardCharsets.ISO_8859_1);
        assertThat(text).contains("[{\"Config\":\"" + image.id().hex() + ".json\"", "\"RepoTags\":[\"localhost/y:1\"]", "manifest.json");
    }

    @Test
    void applicationsWithOtherTriggersAreRefused() throws IOException {
        LockedApp app = app();
        LockedApp redis = new LockedApp(List.of(), app.metadata(), Map.of(), Map.of(), List.of(new LockedTrigger("r", "redis", Map.of(
                "component", "one"), Map.of())), app.components());
        try (ChildProcesses children = new ChildProcesses()) {
            ImageBuilder builder = new ImageBuilder(new ProgramFiles(List.of(), folder, null, null), folder, children);
            assertThatThrownBy(() -> builder.build(redis, folder, ImageOptions.standard())).isInstanceOf(ImageException.class)
                    .hasMessageContaining("'app' has triggers of the type redis");
        }
    }
}
