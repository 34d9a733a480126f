package dev.spinjvm.oci.http;

import static dev.spinjvm.oci.http.Client.bytes;
import static dev.spinjvm.oci.http.Client.describe;
import static dev.spinjvm.oci.http.Client.tag;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import dev.spinjvm.oci.Descriptor;
import dev.spinjvm.oci.ImageManifest;
import dev.spinjvm.oci.MediaTypes;
import dev.spinjvm.oci.Progress;
import dev.spinjvm.oci.Reference;
import dev.spinjvm.oci.RegistryException;
import dev.spinjvm.oci.Repository;
import dev.spinjvm.oci.Repository.Selector;
import dev.spinjvm.oci.Transfers;
import dev.spinjvm.oci.http.StubServer.Reply;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HttpRegistryTest {
    @TempDir
    private Path folder;

    private final MemoryRegistry memory = new MemoryRegistry();
    private final Client client = Client.anonymous();
    private StubServer server;
    private Repository repository;

    @BeforeEach
    void start() throws IOException {
        server = StubServer.start(memory);
        repository = client.open(server);
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        server.close();
    }

    private Path file(byte[] content) throws IOException {
        return Files.write(Files.createTempFile(folder, "blob", ""), content);
    }

    private static byte[] random(int size) {
        byte[] content = new byte[size];
        new Random(size).nextBytes(content);
        return content;
    }

    @Test
    void what_was_stored_comes_back() throws IOException {
        byte[] content = random(3_000_000);
        Descriptor blob = describe(content);
        ImageManifest manifest = Client.manifest(blob);

        assertThat(repository.store(blob, file(content), Progress.of("push"))).isTrue();
        repository.store(manifest.raw(), tag("v1"));

        assertThat(repository.manifest(tag("v1"))).isEqualTo(manifest);
        assertThat(repository.manifest(new Selector.ByDigest(manifest.raw().digest())).raw().bytes()).isEqualTo(manifest.raw().bytes());
        Path target = folder.resolve("back");
        Client.fetch(repository, blob, target);
        assertThat(target).hasBinaryContent(content);
    }

    @Test
    void a_blob_that_is_there_is_not_sent_again() throws IOException {
        byte[] content = bytes("content");
        Descriptor blob = describe(content);
        memory.putBlob("team/app", content);

        assertThat(repository.store(blob, file(content), Progress.of("push"))).isFalse();
        assertThat(server.requests()).extracting(StubServer.Request::method).doesNotContain("POST", "PUT");
    }

    @Test
    void a_blob_is_mounted_from_another_repository() {
        byte[] content = bytes("content");
        memory.putBlob("other/app", content);

        assertThat(repository.mount(describe(content), "other/app")).isTrue();
        assertThat(repository.has(describe(content).digest())).isTrue();
        assertThat(repository.mount(describe(bytes("unknown")), "other/app")).isFalse();
        assertThat(server.requests()).extracting(StubServer.Request::method).endsWith("DELETE");
    }

    @Test
    void tags_are_listed_page_by_page() {
        memory.trick(1, request -> request.path().endsWith("/tags/list")
                ? Reply.of(200, "{\"tags\":[\"a\",\"c\"]}").with("Link", "</v2/team/app/tags/list?last=c>; rel=\"next\"")
                : null);
        memory.trick(1, request -> request.query().equals("last=c") ? Reply.of(200, "{\"tags\":[\"b\"]}") : null);

        assertThat(repository.tags()).containsExactly("a", "b", "c");
    }

    @Test
    void an_index_leads_to_its_manifest_for_wasm() {
        ImageManifest wasm = Client.manifest(describe(bytes("wasm")));
        memory.putManifest("team/app", "wasm", wasm.raw().bytes());
        String digest = wasm.raw().digest().toString();
        memory.putManifest("team/app", "many", bytes("""
                {"schemaVersion":2,"mediaType":"%s","manifests":[
                  {"mediaType":"%s","digest":"sha256:%s","size":2,"platform":{"architecture":"amd64","os":"linux"}},
                  {"mediaType":"%s","digest":"%s","size":%d,"platform":{"architecture":"wasm","os":"wasip1"}}]}"""
                .formatted(MediaTypes.IMAGE_INDEX, MediaTypes.IMAGE_MANIFEST, "0".repeat(64), MediaTypes.IMAGE_MANIFEST, digest,
                        wasm.raw().bytes().length)));

        assertThat(repository.manifest(tag("many"))).isEqualTo(wasm);
    }

    @Test
    void what_is_missing_is_named() {
        assertThatThrownBy(() -> repository.manifest(tag("v9"))).isInstanceOf(RegistryException.NotFound.class)
                .hasMessage("manifest team/app:v9 does not exist: manifest unknown");
        assertThatThrownBy(() -> Client.fetch(repository, describe(bytes("x")), folder.resolve("x")))
                .isInstanceOf(RegistryException.NotFound.class).hasMessageContaining("blob unknown to registry");
    }

    @Test
    void a_broken_download_goes_on_where_it_broke() {
        // The JDK's client gives up what it has not handed over when a body breaks: a few of its buffers.
        byte[] content = random(16_000_000);
        memory.putBlob("team/app", content);
        memory.trick(1, request -> request.method().equals("GET") && request.path().contains("/blobs/")
                ? Reply.of(200, Arrays.copyOf(content, 12_000_000)).announcing(content.length)
                : null);

        Path target = folder.resolve("back");
        Client.fetch(repository, describe(content), target);

        assertThat(target).hasBinaryContent(content);
        assertThat(server.requests()).extracting(request -> request.headers().getOrDefault("range", "")).anyMatch(range -> range.startsWith(
                "bytes="));
        assertThat(client.pauses).hasSize(1);
    }

    @Test
    void a_registry_without_ranges_is_asked_for_everything_again() {
        byte[] content = random(16_000_000);
        memory.putBlob("team/app", content);
        memory.trick(1, request -> request.method().equals("GET") && request.path().contains("/blobs/")
                ? Reply.of(200, Arrays.copyOf(content, 12_000_000)).announcing(content.length)
                : null);
        memory.trick(1, request -> request.headers().containsKey("range") ? Reply.of(200, content) : null);

        Path target = folder.resolve("back");
        Client.fetch(repository, describe(content), target);

        assertThat(target).hasBinaryContent(content);
        assertThat(server.requests()).extracting(request -> request.headers().getOrDefault("range", "")).anyMatch(range -> range.startsWith(
                "bytes="));
    }

    @Test
    void busy_registries_are_asked_again_when_they_say() {
        memory.putManifest("team/app", "v1", Client.manifest().raw().bytes());
        memory.trick(1, request -> request.path().contains("/manifests/") ? Reply.of(429).with("Retry-After", "7") : null);
        memory.trick(1, request -> request.path().contains("/manifests/") ? Reply.of(503).with("Retry-After", "3") : null);
        memory.trick(1, request -> request.path().contains("/manifests/") ? Reply.of(502) : null);

        assertThat(repository.manifest(tag("v1")).layers()).isEmpty();
        assertThat(client.pauses).hasSize(3).startsWith(Duration.ofSeconds(7), Duration.ofSeconds(3));
        assertThat(client.pauses.get(2)).isLessThanOrEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void a_failed_upload_begins_anew() throws IOException {
        byte[] content = random(200_000);
        memory.trick(1, request -> request.method().equals("PUT") ? Reply.of(500) : null);

        assertThat(repository.store(describe(content), file(content), Progress.of("push"))).isTrue();
        assertThat(server.requests()).extracting(StubServer.Request::method).containsSequence("POST", "PUT", "POST", "PUT");
        assertThat(memory.blobs).hasSize(1);
    }

    @Test
    void layers_go_side_by_side_and_their_progress_is_a_tree() {
        var progress = Progress.of("pull");
        List<Runnable> tasks = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            byte[] content = random(50_000 + i);
            memory.putBlob("team/app", content);
            Progress part = progress.part("layer " + i, content.length);
            Path target = folder.resolve("layer" + i);
            tasks.add(() -> repository.fetch(describe(content), target, part));
        }

        Transfers.run(6, tasks);

        Progress.Snapshot end = progress.snapshot();
        assertThat(end.finished()).isTrue();
        assertThat(end.parts()).hasSize(20).allMatch(Progress.Snapshot::finished);
        assertThat(end.done()).isEqualTo(end.total()).isEqualTo(20 * 50_000 + 190);
    }

    @Test
    void the_first_failure_ends_the_other_transfers() {
        byte[] there = random(10);
        memory.putBlob("team/app", there);
        List<Runnable> tasks = List.of(() -> Client.fetch(repository, describe(there), folder.resolve("a")),
                () -> Client.fetch(repository, describe(bytes("missing")), folder.resolve("b")));

        assertThatThrownBy(() -> Transfers.run(2, tasks)).isInstanceOf(RegistryException.NotFound.class);
    }

    @Test
    void nobody_there_is_said_at_once() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        assertThatThrownBy(() -> client.registry().open(Reference.parse("localhost:" + port + "/app")).manifest(tag("v1")))
                .isInstanceOf(RegistryException.Unavailable.class).hasMessageContaining("localhost:" + port);
        assertThat(client.pauses).isEmpty();
    }
}
