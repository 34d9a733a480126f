package dev.spinjvm.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.spinjvm.acceptance.DockerRegistry.Protection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Pulls that die, and pulls at the same time. `-Dpull.kills=200` kills more of them.
class HeavyRegistryTest {
    private static final int FILES = 12;
    private static final int SIZE = 3 << 20;
    /// A transfer lasts about as long.
    private static final int SPAN_MILLIS = 150;

    @TempDir
    Path folder;

    private RegistryUser userWithMuch() throws IOException {
        assumeTrue(DockerRegistry.isInstalled(), "docker-registry is not installed (apt-get install docker-registry)");
        RegistryUser user = RegistryUser.of(folder);
        var random = new Random(1);
        for (int i = 0; i < FILES; i++) {
            byte[] content = new byte[SIZE];
            random.nextBytes(content);
            Files.write(user.app().resolve("assets/" + i), content);
        }
        return user;
    }

    private static Process startPull(RegistryUser user, String reference, String cache) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(Checkout.root().resolve("spin").toString(), "registry", "pull", reference,
                "--cache-dir",
                cache).directory(user.app().toFile()).redirectErrorStream(true).redirectOutput(user.folder().resolve("pull.log").toFile());
        builder.environment().put("HOME", user.home().toString());
        return builder.start();
    }

    private static boolean isWriting(Path drafts, Instant since) throws IOException {
        if (!Files.isDirectory(drafts)) {
            return false;
        }
        try (Stream<Path> files = Files.list(drafts)) {
            for (Path file : files.toList()) {
                if (Files.exists(file) && Files.getLastModifiedTime(file).toInstant().isAfter(since)) {
                    return true;
                }
            }
        } catch (NoSuchFileException _) {
            // It has just got its final name.
            return true;
        }
        return false;
    }

    private static void verify(RegistryUser user, String cache) {
        SpinProcess.Finished verified = user.spin("cache", "verify", "--cache-dir", cache).run();
        assertThat(verified.exitCode()).as(verified.stdout()).isZero();
    }

    @Test
    void whateverKilledPullsLeaveBehindIsSound() throws IOException, GeneralSecurityException, InterruptedException {
        RegistryUser user = userWithMuch();
        int kills = Integer.getInteger("pull.kills", 10);
        var random = new Random(kills);
        String cache = folder.resolve("cache").toString();
        try (DockerRegistry docker = DockerRegistry.start(folder, Protection.NONE)) {
            String reference = docker.host() + "/team/hello:v1";
            user.push(reference);
            int killed = 0;
            for (int i = 0; i < kills; i++) {
                if (i % 3 == 0) {
                    // So that there is something to transfer.
                    user.spin("cache", "gc", "--max-age", "0s", "--cache-dir", cache).run();
                }
                Instant started = Instant.now();
                Process pull = startPull(user, reference, cache);
                boolean ended = false;
                while (!ended && !isWriting(folder.resolve("cache/registry/drafts"), started)) {
                    ended = pull.waitFor(2, TimeUnit.MILLISECONDS);
                }
                // The moment of death is what this test is about; nothing waits for it to be a certain one.
                if (!ended && !pull.waitFor(random.nextInt(SPAN_MILLIS), TimeUnit.MILLISECONDS)) {
                    killed++;
                }
                pull.destroyForcibly().waitFor();
                if (i % 10 == 9) {
                    verify(user, cache);
                }
            }
            assertThat(killed).isGreaterThanOrEqualTo(kills / 5);
            verify(user, cache);
            user.pull(reference, "--cache-dir", cache);
            verify(user, cache);
            assertThat(folder.resolve("cache/registry/drafts")).isEmptyDirectory();
        }
    }

    @Test
    void severalProcessesPullTheSameAtOnce() throws IOException, GeneralSecurityException, InterruptedException {
        RegistryUser user = userWithMuch();
        String cache = folder.resolve("cache").toString();
        try (DockerRegistry docker = DockerRegistry.start(folder, Protection.NONE)) {
            String reference = docker.host() + "/team/hello:v1";
            user.push(reference);
            List<Process> pulls = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                pulls.add(startPull(user, reference, cache));
            }
            for (Process pull : pulls) {
                assertThat(pull.waitFor()).isZero();
            }
            verify(user, cache);
            docker.stop();
            user.pull(reference, "--cache-dir", cache, "--offline");
        }
    }
}
