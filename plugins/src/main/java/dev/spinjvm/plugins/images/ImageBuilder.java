package dev.spinjvm.plugins.images;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import com.google.cloud.tools.jib.api.DescriptorDigest;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FileEntry;
import com.google.cloud.tools.jib.api.buildplan.FilePermissions;
import com.google.cloud.tools.jib.api.buildplan.Port;
import com.google.cloud.tools.jib.blob.Blob;
import com.google.cloud.tools.jib.blob.BlobDescriptor;
import com.google.cloud.tools.jib.blob.Blobs;
import com.google.cloud.tools.jib.image.Image;
import com.google.cloud.tools.jib.image.Layer;
import com.google.cloud.tools.jib.image.json.ImageToJsonTranslator;
import com.google.cloud.tools.jib.image.json.OciManifestTemplate;
import com.google.cloud.tools.jib.json.JsonTemplateMapper;
import dev.spinjvm.loader.LockedApp;
import dev.spinjvm.loader.process.ChildProcesses;
import dev.spinjvm.oci.AtomicFile;
import dev.spinjvm.oci.Digest;
import org.jspecify.annotations.Nullable;

/// Makes container images without a container engine: what the Java runtime needs of the system, the runtime, this program, the
/// application. Everything but the application is packed once for each version of it, so that an image of a changed application
/// shares all lower layers with the one before.
public final class ImageBuilder {
    private static final String SPIN = "/opt/spin";

    private static final String HTTP = "http";
    private static final FilePermissions FILE = FilePermissions.fromOctalString("644");
    private static final FilePermissions PROGRAM = FilePermissions.fromOctalString("755");
    /// A platform may choose any user.
    private static final FilePermissions FOR_ALL = FilePermissions.fromOctalString("777");
    private static final String ROOT = "0:0";
    private static final Map<String, String> SYSTEM_FILES = Map.of("/etc/passwd",
            "root:x:0:0:root:/root:/sbin/nologin\nspin:x:65532:65532:spin:/data:/sbin/nologin\n", "/etc/group",
            "root:x:0:\nspin:x:65532:\n", "/etc/nsswitch.conf", "hosts: files dns\n");
    private static final List<String> WRITABLE = List.of("/tmp", "/var/tmp", AppImage.DATA, AppImage.DATA + "/.spin", AppImage.CACHE);

    private final ProgramFiles program;
    private final Path cache;
    private final ChildProcesses children;

    /// @param cache folder for layers and runtimes that are used again
    public ImageBuilder(ProgramFiles program, Path cache, ChildProcesses children) {
        this.program = program;
        this.cache = cache;
        this.children = children;
    }

    /// The image of an application, which listens on [AppImage#PORT].
    ///
    /// @param app with its content in local files, as the loader makes it
    /// @param scratch folder for the application's layer, which lives as long as the image
    /// @throws ImageException if the application needs what an image cannot have
    public AppImage build(LockedApp app, Path scratch, ImageOptions options) throws InterruptedException {
        Set<String> foreign = new TreeSet<>(app.triggerTypes());
        foreign.remove(HTTP);
        if (!foreign.isEmpty()) {
            throw new ImageException("A container image can hold applications with http triggers only, and '" + app.name()
                    + "' has triggers of the type " + String.join(", ", foreign));
        }
        AppFiles files = AppFiles.of(app, AppImage.APP);
        byte[] locked = files.locked().toJson();
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put("org.opencontainers.image.title", app.name());
        if (app.metadata().get("version") instanceof String version) {
            labels.put("org.opencontainers.image.version", version);
        }
        labels.put("com.fermyon.spin.lockedAppDigest", Digest.ofSha256(locked).toString());
        labels.putAll(options.labels());
        try {
            FileEntriesLayer.Builder layer = FileEntriesLayer.builder();
            for (Map.Entry<String, Path> entry : files.files().entrySet()) {
                layer.addEntry(entry(entry.getValue(), AppImage.APP + "/" + entry.getKey(), Files.isDirectory(entry.getValue())
                        ? PROGRAM
                        : FILE));
            }
            Path lock = Files.write(scratch.resolve(AppFiles.LOCKED), locked);
            layer.addEntry(entry(lock, AppImage.APP + "/" + AppFiles.LOCKED, FILE));
            PackedLayer packed = PackedLayer.pack(layer.build().getEntries(), scratch.resolve("app.tar.gz"));
            return assemble(options.base(), List.of(packed), labels);
        } catch (IOException e) {
            throw new ImageException("Cannot pack the application in '" + scratch + "'", e);
        }
    }

    /// The image of the program alone, for applications that are mounted to [AppImage#APP].
    public AppImage build(ImageOptions options) throws InterruptedException {
        return assemble(options.base(), List.of(), options.labels());
    }

    private AppImage assemble(@Nullable BaseImage base, List<PackedLayer> above, Map<String, String> labels)
            throws InterruptedException {
        JavaRuntime runtime = JavaRuntime.prepare(program.javaHome(), cache.resolve("runtimes"), children);
        LayerStore store = new LayerStore(cache.resolve("layers"));
        List<PackedLayer> layers = new ArrayList<>(base == null ? List.of() : base.layers());
        layers.add(store.get(base == null ? "runtime" : "runtime-only", runtimeEntries(runtime, base == null)));
        boolean withCache = program.aotCache() != null && !runtime.isLinked();
        layers.add(store.get("program", programEntries(withCache)));
        layers.addAll(above);
        List<String> command = command(withCache);
        try {
            Image.Builder image = Image.builder(OciManifestTemplate.class).setCreated(Instant.EPOCH).setOs("linux").setArchitecture(
                    architecture());
            for (PackedLayer layer : layers) {
                image.addLayer(described(layer));
            }
            if (base != null) {
                image.addEnvironment(base.environment());
            }
            image.addEnvironment(environment()).setEntrypoint(command).setProgramArguments(List.of("--listen", "0.0.0.0:"
                    + AppImage.PORT)).setUser(AppImage.USER).setWorkingDirectory(AppImage.DATA).addExposedPorts(Set.of(Port.tcp(
                            AppImage.PORT))).addLabels(labels);
            byte[] config = JsonTemplateMapper.toByteArray(new ImageToJsonTranslator(image.build()).getContainerConfiguration());
            return new AppImage(layers, config, command);
        } catch (IOException e) {
            throw new ImageException("Cannot describe the image", e);
        }
    }

    /// The architecture of this machine, as registries name it.
    public static String architecture() {
        String name = System.getProperty("os.arch", "");
        return switch (name) {
            case "x86_64" -> "amd64";
            case "aarch64" -> "arm64";
            default -> name;
        };
    }

    private List<String> command(boolean withCache) throws InterruptedException {
        List<String> command = new ArrayList<>(List.of(SPIN + "/jre/bin/java"));
        command.addAll(program.serverFlags(children));
        if (withCache) {
            command.addAll(List.of("-XX:AOTCache=" + SPIN + "/aot/server.aot", "-Xlog:aot*=off,cds*=off"));
        } else {
            command.add("-Xshare:auto");
        }
        command.addAll(List.of("-cp", SPIN + "/lib/" + program.jars().getFirst().getFileName(), ProgramFiles.MAIN_CLASS, "trigger", HTTP));
        return command;
    }

    private static Map<String, String> environment() {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("SPIN_LOCKED_URL", "file://" + AppImage.APP + "/" + AppFiles.LOCKED);
        environment.put("SPIN_WORKING_DIR", AppImage.APP);
        environment.put("SPIN_LOCAL_APP_DIR", AppImage.DATA);
        environment.put("HOME", AppImage.DATA);
        environment.put("XDG_CACHE_HOME", AppImage.CACHE);
        environment.put("LANG", "C.UTF-8");
        return environment;
    }

    /// The lowest layer, which changes with the runtime and the system only.
    private List<FileEntry> runtimeEntries(JavaRuntime runtime, boolean withSystem) {
        FileEntriesLayer.Builder layer = FileEntriesLayer.builder();
        try {
            runtime.files().forEach((name, file) -> layer.addEntry(entry(file, SPIN + "/jre/" + name, Files.isExecutable(file)
                    ? PROGRAM
                    : FILE)));
            Path folder = Files.createDirectories(cache.resolve("system"));
            for (String writable : WRITABLE) {
                layer.addEntry(entry(folder, writable, FOR_ALL));
            }
            if (withSystem) {
                new SharedLibraries(Path.of("/"), System.getProperty("os.arch", "")).of(runtime.natives()).forEach((path, file) -> layer
                        .addEntry(entry(file, path, PROGRAM)));
                for (Map.Entry<String, String> file : SYSTEM_FILES.entrySet()) {
                    layer.addEntry(entry(written(folder, file.getKey(), file.getValue()), file.getKey(), FILE));
                }
            }
            return layer.build().getEntries();
        } catch (IOException e) {
            throw new ImageException("Cannot collect the Java runtime in '" + runtime.home() + "'", e);
        }
    }

    private static Path written(Path folder, String path, String content) throws IOException {
        Path file = folder.resolve(String.valueOf(Path.of(path).getFileName()));
        if (!Files.isRegularFile(file) || !Files.readString(file).equals(content)) {
            AtomicFile.write(file, content.getBytes(StandardCharsets.UTF_8));
        }
        return file;
    }

    private List<FileEntry> programEntries(boolean withCache) {
        FileEntriesLayer.Builder layer = FileEntriesLayer.builder();
        for (Path jar : program.jars()) {
            layer.addEntry(entry(jar, SPIN + "/lib/" + jar.getFileName(), FILE));
        }
        Path aot = program.aotCache();
        if (withCache && aot != null) {
            layer.addEntry(entry(aot, SPIN + "/aot/server.aot", FILE));
        }
        return layer.build().getEntries();
    }

    private static FileEntry entry(Path file, String path, FilePermissions permissions) {
        return new FileEntry(file, AbsoluteUnixPath.get(path), permissions, FileEntriesLayer.DEFAULT_MODIFICATION_TIME, ROOT);
    }

    private static Layer described(PackedLayer layer) throws IOException {
        try {
            DescriptorDigest diffId = DescriptorDigest.fromDigest(layer.diffId().toString());
            BlobDescriptor descriptor = new BlobDescriptor(layer.descriptor().size(), DescriptorDigest.fromDigest(layer.descriptor()
                    .digest().toString()));
            return new Layer() {
                @Override
                public Blob getBlob() {
                    return Blobs.from(layer.file());
                }

                @Override
                public BlobDescriptor getBlobDescriptor() {
                    return descriptor;
                }

                @Override
                public DescriptorDigest getDiffId() {
                    return diffId;
                }
            };
        } catch (DigestException e) {
            throw new IOException(e);
        }
    }
}
