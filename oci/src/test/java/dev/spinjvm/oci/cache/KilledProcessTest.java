package dev.spinjvm.oci.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import dev.spinjvm.oci.Descriptor;
import dev.spinjvm.oci.Digest;
import dev.spinjvm.oci.FileMutex;
import dev.spinjvm.oci.ImageManifest;
import dev.spinjvm.oci.MediaTypes;
import dev.spinjvm.oci.Reference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Processes that die while they write to a cache. `-Dcache.kills=200` kills more of them.
class KilledProcessTest {
    private static final int CONTENTS = 20;
    private static final int SIZE = 300_000;

    @TempDir
    private Path root;

    /// Writes to a cache until it is killed.
    public static final class Writer {
        private Writer() {}

        public static void main(String[] arguments) {
            RegistryCache cache = RegistryCache.at(Path.of(arguments[0]), InstantSource.system());
            System.out.println("ready");
            for (int round = 0;; round++) {
                try (FileMutex _ = cache.use()) {
                    int number = round % CONTENTS;
                    put(cache, number);
                    ImageManifest manifest = ImageManifest.of(Descriptor.of(MediaTypes.IMAGE_CONFIG, new byte[]{'{', '}'}),
                            List.of(Descriptor.of("application/wasm", content(number))), Map.of());
                    cache.putManifest(Reference.parse("ghcr.io/me/app:v1"), manifest, new byte[]{'{', '}'});
                }
            }
        }
    }

    private static byte[] content(int number) {
        byte[] content = new byte[SIZE];
        new Random(number).nextBytes(content);
        return content;
    }

    private static void put(RegistryCache cache, int number) {
        byte[] content = content(number);
        cache.put(ContentKind.WASM, Digest.ofSha256(content), new ByteArrayInputStream(content), SIZE);
    }

    private Process start() throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return new ProcessBuilder(java, "-Xshare:auto", "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"),
                Writer.class.getName(), root.toString()).redirectErrorStream(true).start();
    }

    @Test
    void whatever_they_leave_behind_is_sound() throws IOException, InterruptedException {
        int kills = Integer.getInteger("cache.kills", 6);
        var random = new Random(kills);
        RegistryCache cache = RegistryCache.at(root, InstantSource.system());
        var keeping = new CacheKeeping(cache, _ -> Set.of());
        for (int i = 0; i < kills; i += 2) {
            Process first = start();
            Process second = start();
            assertThat(first.inputReader(StandardCharsets.UTF_8).readLine()).isEqualTo("ready");
            assertThat(second.inputReader(StandardCharsets.UTF_8).readLine()).isEqualTo("ready");
            // The moment of death is what this test is about; nothing waits for it to be a certain one.
            assertThat(first.waitFor(random.nextInt(150), TimeUnit.MILLISECONDS)).isFalse();
            first.destroyForcibly().waitFor();
            second.destroyForcibly().waitFor();

            assertThat(keeping.verify().damaged()).isEmpty();
            put(cache, i % CONTENTS);
            assertThat(cache.find(Digest.ofSha256(content(i % CONTENTS)))).isPresent();
        }
        try (FileMutex _ = cache.use()) {
            assertThat(root.resolve("registry/drafts")).isEmptyDirectory();
        }
        assertThat(Files.isDirectory(root.resolve("registry/wasm"))).isTrue();
    }
}
