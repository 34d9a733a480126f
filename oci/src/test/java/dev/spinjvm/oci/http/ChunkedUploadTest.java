package dev.spinjvm.oci.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

import dev.spinjvm.oci.Descriptor;
import dev.spinjvm.oci.Progress;
import dev.spinjvm.oci.RegistryException;
import dev.spinjvm.oci.http.StubServer.Reply;
import dev.spinjvm.oci.http.StubServer.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Uploads to registries that do not take a whole blob at once.
class ChunkedUploadTest {
    private static final int LIMIT = 5 << 20;
    private static final String UPLOAD = "/v2/team/app/blobs/uploads/1";

    @TempDir
    private Path folder;

    private final ByteArrayOutputStream arrived = new ByteArrayOutputStream();
    private final AtomicReference<String> closed = new AtomicReference<>("");
    private final AtomicBoolean forgets = new AtomicBoolean();

    private final byte[] content = random(23 << 20);

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(1).nextBytes(bytes);
        return bytes;
    }

    /// Takes parts of up to [#LIMIT] bytes.
    private Reply answer(Request request) {
        return switch (request.method()) {
            case "HEAD" -> Reply.of(404);
            case "POST" -> {
                arrived.reset();
                yield Reply.of(202).with("Location", UPLOAD + "?a=%3D").with("OCI-Chunk-Min-Length", "1000");
            }
            case "PATCH" -> patch(request);
            default -> {
                if (request.body().length > 0) {
                    yield Reply.of(413);
                }
                closed.set(request.target());
                yield Reply.of(201);
            }
        };
    }

    private Reply patch(Request request) {
        if (request.body().length > LIMIT) {
            return Reply.of(413);
        }
        String range = String.valueOf(request.headers().get("content-range"));
        if (!range.equals(arrived.size() + "-" + (arrived.size() + request.body().length - 1))) {
            return Reply.of(416);
        }
        // One that keeps only half of a part, once.
        boolean half = forgets.getAndSet(false);
        arrived.write(request.body(), 0, half ? request.body().length / 2 : request.body().length);
        return Reply.of(202).with("Location", UPLOAD + "?a=%3D&part=" + arrived.size()).with("Range", "0-" + (arrived.size() - 1));
    }

    private void upload() throws IOException {
        Path file = Files.write(folder.resolve("blob"), content);
        try (StubServer server = StubServer.start(this::answer); Client client = Client.anonymous()) {
            client.open(server).store(Descriptor.of("application/wasm", content), file, Progress.of("test"));
        }
    }

    @Test
    void parts_become_small_enough_and_all_arrives() throws IOException {
        upload();
        assertThat(arrived.toByteArray()).isEqualTo(content);
        assertThat(closed.get()).isEqualTo(UPLOAD + "?a=%3D&part=" + content.length + "&digest=" + Descriptor.of("application/wasm",
                content)
                .digest());
    }

    @Test
    void what_the_registry_did_not_keep_is_sent_again() throws IOException {
        forgets.set(true);
        upload();
        assertThat(arrived.toByteArray()).isEqualTo(content);
    }

    @Test
    void a_registry_that_takes_no_parts_either_is_told_of() throws IOException {
        Path file = Files.write(folder.resolve("blob"), content);
        try (StubServer server = StubServer.start(request -> request.method().equals("HEAD")
                ? Reply.of(404)
                : request.method().equals("POST") ? Reply.of(202).with("Location", UPLOAD) : Reply.of(413));
                Client client = Client
                        .anonymous()) {
            assertThatThrownBy(() -> client.open(server).store(Descriptor.of("application/wasm", content), file, Progress.of("test")))
                    .isInstanceOf(RegistryException.Malformed.class).hasMessageContaining("too large");
        }
    }
}
