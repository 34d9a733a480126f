package dev.spinjvm.oci.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;

import dev.spinjvm.oci.Digest;
import dev.spinjvm.oci.Progress;
import dev.spinjvm.oci.RegistryException;
import dev.spinjvm.oci.http.StubServer.Handler;
import dev.spinjvm.oci.http.StubServer.Reply;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Downloads from servers that nobody vouches for.
class DownloadsTest {
    private static final byte[] CONTENT = Client.bytes("some content");
    private static final Digest DIGEST = Digest.ofSha256(CONTENT);

    @TempDir
    private Path folder;

    private Path fetch(Handler handler) throws IOException {
        Path file = folder.resolve("file");
        try (StubServer server = StubServer.start(handler);
                Downloads downloads = Downloads.create(Client.options(), InstantSource.system(),
                        _ -> {})) {
            downloads.fetch(URI.create("http://" + server.host() + "/file?key=secret"), DIGEST, file, 1000, Progress.of("test"));
        }
        return file;
    }

    @Test
    void a_download_arrives() throws IOException {
        assertThat(fetch(_ -> Reply.of(200, CONTENT))).hasBinaryContent(CONTENT);
    }

    @Test
    void a_broken_download_is_begun_again() throws IOException {
        var attempts = new AtomicInteger();
        assertThat(fetch(_ -> attempts.incrementAndGet() < 3
                ? Reply.of(200, "some").announcing(CONTENT.length)
                : Reply.of(200, CONTENT))).hasBinaryContent(CONTENT);
        assertThat(attempts).hasValue(3);
    }

    @Test
    void other_content_is_refused_without_telling_the_key() {
        assertThatThrownBy(() -> fetch(_ -> Reply.of(200, "other content"))).isInstanceOf(RegistryException.DigestMismatch.class)
                .hasMessageContaining("expected digest " + DIGEST).hasMessageNotContaining("secret");
    }

    @Test
    void too_much_is_refused_whether_it_is_announced_or_not() {
        assertThatThrownBy(() -> fetch(_ -> Reply.of(200, CONTENT).announcing(2000))).isInstanceOf(RegistryException.Refused.class)
                .hasMessageContaining("2000 bytes, more than the 1000");
        assertThatThrownBy(() -> fetch(_ -> Reply.of(200, CONTENT).repeated())).isInstanceOf(RegistryException.Refused.class)
                .hasMessageContaining("more than the 1000 bytes");
    }

    @Test
    void what_is_not_there_is_told() {
        assertThatThrownBy(() -> fetch(_ -> Reply.of(404))).isInstanceOf(RegistryException.NotFound.class);
    }
}
