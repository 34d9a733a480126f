package dev.spinjvm.loader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

import dev.spinjvm.oci.ArtifactName;
import dev.spinjvm.oci.Descriptor;
import dev.spinjvm.oci.Digest;
import dev.spinjvm.oci.ImageManifest;
import dev.spinjvm.oci.MediaTypes;
import dev.spinjvm.oci.OciLayout;
import dev.spinjvm.oci.Progress;
import dev.spinjvm.oci.Reference;
import dev.spinjvm.oci.RegistryException;
import dev.spinjvm.oci.Repository;
import dev.spinjvm.oci.Repository.Selector;
import dev.spinjvm.oci.cache.CacheKeeping;
import dev.spinjvm.oci.cache.RegistryCache;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Applications on their way to a repository, from there into the cache, and to a trigger.
class ArtifactTest {
    private static final Instant NOW = Instant.parse("2030-01-02T03:04:05.678Z");
    private static final String WASM = "\0asm\r\0\1\0 a component of more than one hundred and twenty-eight bytes, so that it is not inlined "
            + "but becomes a layer of its own, as most are";
    private static final String BIG = "0123456789abcdef".repeat(20);
    private static final Reference REFERENCE = Reference.parse("ghcr.io/me/app:v1");
    private static final ArtifactName NAME = new ArtifactName.Remote(REFERENCE);

    @TempDir
    private Path root;

    private OciLayout repository;

    @BeforeEach
    void create() {
        repository = OciLayout.openOrCreate(root.resolve("layout"));
    }

    private AppDirectory app() {
        return new AppDirectory(root).component("""
                description = "the only one"
                environment = { A = "b" }
                files = ["assets/**/*"]
                """).file("c.wasm", WASM).file("assets/big.txt", BIG).file("assets/deep/small.txt", "small");
    }

    private Digest push(LockedApp app, boolean archives) throws IOException {
        var options = new ArtifactPush.Options(archives, Map.of("mine", "yes"), NOW, List.of(), null);
        return new ArtifactPush(repository, 4, Progress.of("push")).push(app, new Selector.ByTag("v1"),
                Files.createTempDirectory(root, "layers"), options);
    }

    private RegistryCache cache() {
        return RegistryCache.at(root.resolve("cache"), InstantSource.system());
    }

    private LockedApp pull(PullPolicy policy, Supplier<Repository> from) throws IOException {
        RegistryCache cache = cache();
        return new ArtifactLoad(cache, new ArtifactPull(cache, policy, 4)).load(NAME, from, Files.createTempDirectory(root, "work"),
                Progress.of("pull"));
    }

    private LockedApp pull() throws IOException {
        return pull(PullPolicy.ALWAYS, () -> repository);
    }

    private ImageManifest manifest() {
        return repository.manifest(new Selector.ByTag("v1"));
    }

    private String content(Descriptor layer) {
        Path file = root.resolve("content");
        repository.fetch(layer, file, Progress.of("read"));
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Descriptor store(String mediaType, byte[] content) throws IOException {
        Descriptor blob = Descriptor.of(mediaType, content);
        repository.store(blob, Files.write(Files.createTempFile(root, "blob", ""), content), Progress.of("push"));
        return blob;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /// An artifact as somebody else could have made it.
    private void artifact(String lock, Descriptor... layers) throws IOException {
        List<Descriptor> all = new ArrayList<>(Arrays.asList(layers));
        all.add(store(ArtifactTypes.LOCKED_APP, bytes(lock)));
        repository.store(ImageManifest.of(store(MediaTypes.IMAGE_CONFIG, bytes("{}")), all, Map.of()).raw(), new Selector.ByTag("v1"));
    }

    private static String lock(Descriptor wasm, String files) {
        return """
                {"spin_lock_version":0,"metadata":{"name":"evil"},"triggers":[],"components":[{"id":"c",
                "source":{"content_type":"application/wasm","digest":"%s"},"files":[%s]}]}""".formatted(wasm.digest(), files);
    }

    @Test
    void dependencies_are_composed_or_travel_along() throws IOException {
        var directory = new AppDirectory(root).component("""
                [component.c.dependencies]
                "a:b/c" = { path = "dependency.wasm", inherit_configuration = ["environment"] }
                """).file("c.wasm", WASM).file("dependency.wasm", WASM + "dependency");
        LockedApp app = directory.load();
        push(app, false);
        LockedDependency dependency = Objects.requireNonNull(pull().components().getFirst().dependencies().get("a:b/c"));
        assertThat(dependency.inherit()).isEqualTo(new InheritConfiguration.Some(List.of("environment")));
        assertThat(dependency.source().content().file().orElseThrow()).hasContent(WASM + "dependency");

        var options = new ArtifactPush.Options(false, Map.of(), NOW, List.of(), component -> bytes(WASM + component.dependencies()
                .keySet()));
        new ArtifactPush(repository, 4, Progress.of("push")).push(app, new Selector.ByTag("v1"), Files.createTempDirectory(root, "layers"),
                options);
        LockedComponent whole = pull().components().getFirst();
        assertThat(whole.dependencies()).isEmpty();
        assertThat(whole.source().content().file().orElseThrow()).hasContent(WASM + "[a:b/c]");
    }

    @Test
    void an_application_comes_back_as_it_was() throws IOException {
        LockedApp local = app().load();
        Digest digest = push(local, false);
        LockedApp app = pull();

        assertThat(app.metadata()).containsEntry("origin", "vnd.fermyon.origin-oci:ghcr.io/me/app:v1").containsEntry("oci_image_digest",
                digest.toString());
        assertThat(app.triggers()).isEqualTo(local.triggers());
        LockedComponent component = app.component("c").orElseThrow();
        assertThat(component.environment()).containsEntry("A", "b");
        assertThat(component.description()).contains("the only one");
        assertThat(component.source().content().file().orElseThrow()).hasContent(WASM);
        Path assets = component.files().getFirst().content().file().orElseThrow();
        assertThat(component.files()).singleElement().extracting(ContentPath::path).isEqualTo("/");
        assertThat(assets.resolve("assets/big.txt")).hasContent(BIG);
        assertThat(assets.resolve("assets/deep/small.txt")).hasContent("small");
    }

    @Test
    void the_manifest_has_the_form_of_spin() throws IOException {
        push(app().load(), false);
        ImageManifest manifest = manifest();

        assertThat(manifest.raw().mediaType()).isEqualTo(MediaTypes.IMAGE_MANIFEST);
        assertThat(manifest.layers()).extracting(Descriptor::mediaType).containsExactly(ArtifactTypes.WASM_LAYER, ArtifactTypes.DATA_LAYER,
                ArtifactTypes.LOCKED_APP);
        assertThat(manifest.annotations()).containsExactlyInAnyOrderEntriesOf(Map.of("mine", "yes", "org.opencontainers.image.title",
                "test", "org.opencontainers.image.created", "2030-01-02T03:04:05Z"));
        Descriptor lock = manifest.layers().getLast();
        assertThat(content(manifest.config())).isEqualTo("{\"architecture\":\"wasm\",\"os\":\"Wasip1\",\"config\":{\"Labels\":"
                + "{\"com.fermyon.spin.lockedAppDigest\":\"" + lock.digest()
                + "\"}},\"rootfs\":{\"diff_ids\":[],\"type\":\"layers\"}}");
        String small = Base64.getEncoder().withoutPadding().encodeToString(bytes("small"));
        assertThat(content(lock)).doesNotContain("origin").doesNotContain("file:").contains("\"files\":[{\"digest\":\"" + Digest.ofSha256(
                bytes(BIG)) + "\",\"path\":\"assets/big.txt\"},{\"inline\":\"" + small + "\",\"digest\":\"" + Digest.ofSha256(bytes(
                        "small")) + "\",\"path\":\"assets/deep/small.txt\"}]");
    }

    @Test
    void equal_applications_give_equal_artifacts() throws IOException {
        assertThat(push(app().load(), true)).isEqualTo(push(app().load(), true));
        assertThat(push(app().load(), false)).isEqualTo(push(app().load(), false));
    }

    @Test
    void archives_hold_the_files_when_asked_for() throws IOException {
        push(app().load(), true);
        assertThat(manifest().layers()).extracting(Descriptor::mediaType).containsExactly(ArtifactTypes.WASM_LAYER,
                ArtifactTypes.ARCHIVE_LAYER, ArtifactTypes.LOCKED_APP);

        Path assets = pull().component("c").orElseThrow().files().getFirst().content().file().orElseThrow();
        assertThat(assets.resolve("assets/big.txt")).hasContent(BIG);
        assertThat(assets.resolve("assets/deep/small.txt")).hasContent("small");
    }

    @Test
    void too_many_files_become_an_archive() throws IOException {
        AppDirectory app = app();
        for (int i = 0; i < 499; i++) {
            app.file("assets/f" + i, BIG + i);
        }
        push(app.load(), false);
        assertThat(manifest().layers()).hasSize(3);
        assertThat(pull().component("c").orElseThrow().files().getFirst().content().file().orElseThrow().resolve("assets/f498"))
                .hasContent(BIG + 498);
    }

    @Test
    void the_form_before_spin_2_is_read() throws IOException {
        push(app().load(), false);
        Descriptor lock = manifest().layers().getLast();
        List<Descriptor> layers = manifest().layers().subList(0, 2);
        repository.store(ImageManifest.of(lock, layers, Map.of()).raw(), new Selector.ByTag("v1"));

        assertThat(pull().component("c").orElseThrow().source().content().file().orElseThrow()).hasContent(WASM);
    }

    @Test
    void a_single_component_becomes_an_application() throws IOException {
        Descriptor wasm = store("application/wasm", bytes(WASM));
        Descriptor config = store("application/vnd.wasm.config.v0+json", bytes("{}"));
        repository.store(ImageManifest.of(config, List.of(wasm), Map.of()).raw(), new Selector.ByTag("v1"));

        LockedApp app = pull();
        assertThat(app.name()).isEqualTo("app");
        assertThat(app.triggers()).singleElement().extracting(LockedTrigger::type).isEqualTo("http");
        assertThat(app.components().getFirst().source().content().file().orElseThrow()).hasContent(WASM);
    }

    @Test
    void something_else_is_refused() throws IOException {
        Descriptor layer = store("application/vnd.oci.image.layer.v1.tar", bytes("tar"));
        repository.store(ImageManifest.of(store(MediaTypes.IMAGE_CONFIG, bytes("{}")), List.of(layer, layer), Map.of()).raw(),
                new Selector.ByTag("v1"));
        assertThatThrownBy(this::pull).isInstanceOf(LoadException.class).hasMessageContaining("neither a Spin application nor");
    }

    @Test
    void without_a_wish_for_news_the_cache_is_enough() throws IOException {
        Supplier<Repository> nobody = () -> {
            throw new AssertionError("the registry was asked");
        };
        assertThatThrownBy(() -> pull(PullPolicy.NEVER, nobody)).isInstanceOf(LoadException.class).hasMessageContaining("--offline");
        push(app().load(), true);
        pull(PullPolicy.MISSING, () -> repository);

        assertThat(pull(PullPolicy.MISSING, nobody).component("c")).isPresent();
        assertThat(pull(PullPolicy.NEVER, nobody).component("c")).isPresent();
        assertThatThrownBy(() -> pull(PullPolicy.ALWAYS, nobody)).isInstanceOf(AssertionError.class);
    }

    @Test
    void what_is_damaged_in_the_cache_is_fetched_again() throws IOException {
        push(app().load(), false);
        Path wasm = pull().component("c").orElseThrow().source().content().file().orElseThrow();
        Files.writeString(wasm, "damaged");
        assertThat(pull(PullPolicy.MISSING, () -> repository).component("c").orElseThrow().source().content().file().orElseThrow())
                .hasContent(WASM);
    }

    @Test
    void what_an_artifact_needs_survives_a_clearing() throws IOException {
        push(app().load(), true);
        pull();
        RegistryCache later = RegistryCache.at(root.resolve("cache"), () -> Instant.now().plusSeconds(7200));
        CacheKeeping keeping = new CacheKeeping(later, new ArtifactUses(later));
        assertThat(keeping.list().contents()).allMatch(CacheKeeping.Content::used);
        assertThat(keeping.collect(null, null).contents()).isZero();
        assertThat(pull(PullPolicy.NEVER, () -> repository).component("c")).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"../x", "/etc/x", "a/../../x", "a/./b", "a//b", "", "a\\\\b", "C:/x", "a/.."})
    void files_stay_in_their_folder(String path) throws IOException {
        Descriptor wasm = store(ArtifactTypes.WASM_LAYER, bytes(WASM));
        Descriptor data = store(ArtifactTypes.DATA_LAYER, bytes(BIG));
        artifact(lock(wasm, "{\"digest\":\"" + data.digest() + "\",\"path\":\"" + path + "\"}"), wasm, data);
        assertThatThrownBy(this::pull).isInstanceOf(LoadException.class).hasMessageContaining("invalid file path");
    }

    @Test
    void inline_content_must_have_its_digest() throws IOException {
        Descriptor wasm = store(ArtifactTypes.WASM_LAYER, bytes(WASM));
        artifact(lock(wasm, "{\"inline\":\"eA\",\"digest\":\"" + wasm.digest() + "\",\"path\":\"x\"}"), wasm);
        assertThatThrownBy(this::pull).isInstanceOf(LoadException.class).hasMessageContaining("inline content has digest");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sha256:short", "md5:00", "../../x"})
    void digests_that_are_none_are_refused(String digest) throws IOException {
        Descriptor wasm = store(ArtifactTypes.WASM_LAYER, bytes(WASM));
        artifact(lock(wasm, "{\"digest\":\"" + digest + "\",\"path\":\"x\"}"), wasm);
        assertThatThrownBy(this::pull).isInstanceOf(LoadException.class).hasMessageContaining("not a valid locked application");
    }

    @Test
    void missing_layers_are_named() throws IOException {
        Descriptor wasm = store(ArtifactTypes.WASM_LAYER, bytes(WASM));
        String missing = "sha256:" + "0".repeat(64);
        artifact(lock(wasm, "{\"digest\":\"" + missing + "\",\"path\":\"x\"}"), wasm);
        assertThatThrownBy(this::pull).isInstanceOf(LoadException.class).hasMessageContaining("incomplete").hasMessageContaining(missing);
        assertThat(cache().manifest(REFERENCE)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"../x:0", "/etc/passwd:0", "ok:1", "ok:2"})
    void nothing_of_a_hostile_archive_is_kept(String nameAndType) throws IOException {
        int colon = nameAndType.indexOf(':');
        Descriptor wasm = store(ArtifactTypes.WASM_LAYER, bytes(WASM));
        byte[] tar = tar(Map.entry("good.txt", '0'), Map.entry(nameAndType.substring(0, colon), nameAndType.charAt(colon + 1)));
        Descriptor archive = store(ArtifactTypes.ARCHIVE_LAYER, tar);
        Digest good = Digest.ofSha256(bytes("content of good.txt"));
        artifact(lock(wasm, "{\"digest\":\"" + good + "\",\"path\":\"x\"}"), wasm, archive);

        assertThatThrownBy(this::pull).isInstanceOf(RegistryException.Refused.class).hasMessageContaining("is not unpacked");
        assertThat(cache().find(good)).isEmpty();
        assertThat(cache().find(archive.digest())).isEmpty();
        assertThat(cache().manifest(REFERENCE)).isEmpty();
        try (Stream<Path> drafts = Files.list(root.resolve("cache/registry/drafts"))) {
            assertThat(drafts).isEmpty();
        }
    }

    @SafeVarargs
    private static byte[] tar(Map.Entry<String, Character>... entries) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(bytes)) {
            for (Map.Entry<String, Character> entry : entries) {
                byte[] content = bytes("content of " + entry.getKey());
                byte[] header = new byte[512];
                put(header, 0, entry.getKey());
                put(header, 124, String.format(Locale.ROOT, "%011o", entry.getValue() == '0' ? content.length : 0));
                put(header, 148, "        ");
                header[156] = (byte) entry.getValue().charValue();
                int sum = 0;
                for (byte b : header) {
                    sum += b & 0xff;
                }
                put(header, 148, String.format(Locale.ROOT, "%06o\0 ", sum));
                out.write(header);
                if (entry.getValue() == '0') {
                    out.write(Arrays.copyOf(content, 512));
                }
            }
            out.write(new byte[1024]);
        }
        return bytes.toByteArray();
    }

    private static void put(byte[] header, int at, String text) {
        byte[] bytes = bytes(text);
        System.arraycopy(bytes, 0, header, at, bytes.length);
    }

    @Test
    void a_source_that_is_no_wasm_is_not_pushed() {
        LockedApp app = app().file("c.wasm", "text").load();
        assertThatThrownBy(() -> push(app, false)).isInstanceOf(LoadException.class).hasMessageContaining("is not a Wasm file");
    }

    @Test
    void the_summary_tells_digests_by_component() throws IOException {
        Digest digest = push(app().load(), false);
        ArtifactSummary summary = ArtifactSummary.of(new ArtifactName.Layout(root.resolve("layout"), new Selector.ByTag("v1")), repository,
                cache());
        assertThat(summary.digest()).isEqualTo(digest);
        assertThat(summary.application()).isEqualTo("test");
        assertThat(summary.components()).singleElement().satisfies(component -> {
            assertThat(component.id()).isEqualTo("c");
            assertThat(component.digest()).isEqualTo(Digest.ofSha256(bytes(WASM)));
            assertThat(component.files()).containsOnlyKeys("assets/big.txt", "assets/deep/small.txt");
        });
        assertThat(summary.layers()).hasSize(3).first().extracting(ArtifactSummary.Layer::usedBy).isEqualTo(Set.of("c"));
        assertThat(summary.toText()).contains("Spin application \"test\"").contains(digest.toString());
        assertThat(summary.toJson()).contains("\"application\" : \"test\"");
    }
}
