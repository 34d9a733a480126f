package dev.spinjvm.oci.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import dev.spinjvm.oci.Descriptor;
import dev.spinjvm.oci.Digest;
import dev.spinjvm.oci.FileMutex;
import dev.spinjvm.oci.ImageManifest;
import dev.spinjvm.oci.MediaTypes;
import dev.spinjvm.oci.Reference;
import dev.spinjvm.oci.RegistryException;
import dev.spinjvm.oci.Transfers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistryCacheTest {
    private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");
    private static final byte[] CONTENT = bytes("content");
    private static final Digest DIGEST = Digest.ofSha256(CONTENT);

    @TempDir
    private Path root;

    private Instant time = NOW;
    private final InstantSource clock = () -> time;

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private RegistryCache cache() {
        return RegistryCache.at(root, clock);
    }

    private CacheKeeping keeping() {
        return new CacheKeeping(cache(), _ -> Set.of());
    }

    private Path put(String text) {
        byte[] content = bytes(text);
        return cache().put(ContentKind.WASM, Digest.ofSha256(content), new ByteArrayInputStream(content), 1 << 20);
    }

    private ImageManifest manifest(String... layers) {
        List<Descriptor> descriptors = new ArrayList<>();
        for (String layer : layers) {
            descriptors.add(Descriptor.of("application/wasm", bytes(layer)));
        }
        return ImageManifest.of(Descriptor.of(MediaTypes.IMAGE_CONFIG, bytes("{}")), descriptors, Map.of());
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(Files::isRegularFile).filter(file -> !file.endsWith(".lock")).toList();
        }
    }

    @Test
    void content_lies_where_spin_looks_for_it() {
        put("content");
        assertThat(root.resolve("registry/wasm/" + DIGEST)).hasBinaryContent(CONTENT);
        cache().putManifest(Reference.parse("ghcr.io/me/app:v1"), manifest("content"), bytes("{}"));
        assertThat(root.resolve("registry/manifests/ghcr.io/me/app/v1/manifest.json")).hasBinaryContent(manifest("content").raw().bytes());
        assertThat(root.resolve("registry/manifests/ghcr.io/me/app/v1/config.json")).hasContent("{}");
        assertThat(cache().manifest(Reference.parse("ghcr.io/me/app:v1"))).contains(manifest("content"));
    }

    @Test
    void wrong_content_never_gets_in() throws IOException {
        RegistryCache cache = cache();
        assertThatThrownBy(() -> cache.put(ContentKind.WASM, DIGEST, new ByteArrayInputStream(bytes("another")), 100))
                .isInstanceOf(RegistryException.DigestMismatch.class);
        assertThatThrownBy(() -> cache.put(ContentKind.WASM, DIGEST, new ByteArrayInputStream(CONTENT), 3))
                .isInstanceOf(RegistryException.SizeMismatch.class);
        assertThat(cache.find(DIGEST)).isEmpty();
        assertThat(files()).isEmpty();
    }

    @Test
    void content_that_changed_is_removed_when_it_is_asked_for() throws IOException {
        Path file = put("content");
        assertThat(cache().find(DIGEST)).contains(file);
        Files.writeString(file, "changed");
        Files.setLastModifiedTime(file, FileTime.from(NOW.minusSeconds(5)));
        assertThat(cache().find(DIGEST)).isEmpty();
        assertThat(file).doesNotExist();
        put("content");
        assertThat(cache().find(DIGEST)).isPresent();
    }

    @Test
    void content_that_another_program_stored_is_verified_once() throws IOException {
        Path file = Files.write(Files.createDirectories(root.resolve("registry/data")).resolve(DIGEST.toString()), CONTENT);
        Path wrong = Files.writeString(root.resolve("registry/data").resolve("sha256:" + "0".repeat(64)), "wrong");
        assertThat(cache().find(DIGEST)).contains(file);
        assertThat(cache().find(Digest.parse("sha256:" + "0".repeat(64)))).isEmpty();
        assertThat(wrong).doesNotExist();
    }

    @Test
    void a_tag_and_a_digest_never_share_an_entry() {
        ImageManifest latest = manifest("latest");
        ImageManifest pinned = manifest("pinned");
        Reference byTag = Reference.parse("ghcr.io/me/app:latest");
        Reference byDigest = byTag.withDigest(pinned.raw().digest());
        cache().putManifest(byTag, latest, bytes("{}"));
        assertThat(cache().manifest(byDigest)).isEmpty();
        cache().putManifest(byDigest, pinned, bytes("{}"));
        assertThat(cache().manifest(byTag)).contains(latest);
        assertThat(cache().manifest(byDigest)).contains(pinned);
    }

    @Test
    void a_damaged_manifest_counts_as_none() throws IOException {
        Reference reference = Reference.parse("ghcr.io/me/app:v1");
        cache().putManifest(reference, manifest("a"), bytes("{}"));
        Path file = root.resolve("registry/manifests/ghcr.io/me/app/v1/manifest.json");
        Files.write(file, manifest("b").raw().bytes());
        assertThat(cache().manifest(reference)).isEmpty();
        Files.writeString(file, "{ torn");
        assertThat(cache().manifest(reference)).isEmpty();
        assertThat(keeping().verify().damaged()).containsExactly(file);
    }

    @Test
    void verifying_removes_what_is_wrong_and_names_it() throws IOException {
        Path good = put("good");
        Path bad = put("bad");
        FileTime before = Files.getLastModifiedTime(bad);
        Files.writeString(bad, "BAD");
        Files.setLastModifiedTime(bad, before);

        CacheKeeping.Verified verified = keeping().verify();

        assertThat(verified.damaged()).containsExactly(bad);
        assertThat(verified.contents()).isEqualTo(1);
        assertThat(good).exists();
        assertThat(bad).doesNotExist();
        assertThat(keeping().verify().damaged()).isEmpty();
    }

    @Test
    void what_was_not_used_for_long_goes() {
        put("old");
        put("kept");
        cache().putManifest(Reference.parse("ghcr.io/me/app:v1"), manifest("kept"), bytes("{}"));
        time = Instant.now().plus(Duration.ofDays(40));
        assertThat(cache().find(Digest.ofSha256(bytes("kept")))).isPresent();
        assertThat(cache().manifest(Reference.parse("ghcr.io/me/app:v1"))).isPresent();

        assertThat(keeping().collect(Duration.ofDays(30), null)).isEqualTo(new CacheKeeping.Removed(0, 1, 3));

        assertThat(cache().find(Digest.ofSha256(bytes("old")))).isEmpty();
        assertThat(cache().find(Digest.ofSha256(bytes("kept")))).isPresent();
        time = time.plus(Duration.ofDays(31));
        assertThat(keeping().collect(Duration.ofDays(30), null)).isEqualTo(new CacheKeeping.Removed(1, 1, 4));
        assertThat(root.resolve("registry/manifests")).isEmptyDirectory();
    }

    @Test
    void the_least_recently_used_goes_until_the_rest_fits() {
        for (String name : List.of("aaaa", "bbbb", "cccc")) {
            put(name);
            cache().putManifest(Reference.parse("ghcr.io/me/" + name + ":v1"), manifest(name), bytes("{}"));
        }
        Instant start = Instant.now();
        time = start.plus(Duration.ofHours(1));
        cache().manifest(Reference.parse("ghcr.io/me/aaaa:v1"));
        time = start.plus(Duration.ofHours(2));
        cache().manifest(Reference.parse("ghcr.io/me/cccc:v1"));
        time = start.plus(Duration.ofHours(5));

        assertThat(keeping().collect(null, 8L)).isEqualTo(new CacheKeeping.Removed(1, 1, 4));
        assertThat(keeping().list().artifacts()).extracting(CacheKeeping.Artifact::name).containsExactly("ghcr.io/me/cccc:v1",
                "ghcr.io/me/aaaa:v1");
        assertThat(keeping().list().size()).isEqualTo(8);
        assertThat(keeping().list().contents()).allMatch(CacheKeeping.Content::used);
    }

    @Test
    void what_was_used_a_moment_ago_stays() {
        put("fresh");
        time = Instant.now();
        assertThat(keeping().collect(null, 0L)).isEqualTo(new CacheKeeping.Removed(0, 0, 0));
    }

    @Test
    void what_a_dead_process_was_writing_goes_when_nobody_is_at_work() throws IOException {
        Path draft = Files.writeString(Files.createDirectories(root.resolve("registry/drafts")).resolve(".dead.tmp"), "half");
        try (FileMutex _ = FileMutex.shared(root.resolve("registry/.lock")); FileMutex _ = cache().use()) {
            assertThat(draft).exists();
        }
        try (FileMutex _ = cache().use()) {
            assertThat(draft).doesNotExist();
        }
    }

    @Test
    void threads_storing_the_same_content_do_not_disturb_each_other() {
        List<Runnable> tasks = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            tasks.add(() -> {
                try (FileMutex _ = cache().use()) {
                    put("content");
                    assertThat(cache().find(DIGEST)).isPresent();
                }
            });
        }
        Transfers.run(10, tasks);
        assertThat(keeping().verify()).isEqualTo(new CacheKeeping.Verified(1, 0, List.of()));
    }
}
