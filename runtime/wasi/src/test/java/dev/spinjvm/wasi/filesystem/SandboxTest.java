package dev.spinjvm.wasi.filesystem;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a guest can reach: `inside`, and nothing of the directory around it.
class SandboxTest {
    private final Path inside;
    private final Path around;
    private final Files02 guest;

    SandboxTest(@TempDir Path directory) throws IOException {
        around = directory.toRealPath();
        inside = Files.createDirectory(around.resolve("inside"));
        guest = new Files02(inside, true);
    }

    @BeforeEach
    void populate() throws IOException {
        Files.writeString(around.resolve("secret"), "secret");
        Files.createDirectories(inside.resolve("a/b"));
        Files.writeString(inside.resolve("a/file"), "file");
        link("up", "..");
        link("up-secret", "../secret");
        link("absolute", around.resolve("secret").toString());
        link("absolute-dir", around.toString());
        link("slash", "/");
        link("a/up-twice", "../..");
        link("a/b/chain", "../up-twice/secret");
        link("a/b/fine", "../../a/file");
        link("to-a", "a");
        link("to-to-a", "to-a");
        link("through", "to-to-a/b/../file");
        link("loop", "loop");
        link("ping", "pong");
        link("pong", "ping");
        link("dangling", "missing");
        link("dangling-out", "../missing");
    }

    private void link(String name, String target) throws IOException {
        Files.createSymbolicLink(inside.resolve(name), Path.of(target));
    }

    @AfterEach
    void nothingAroundHasChanged() throws IOException {
        guest.close();
        // JUnit reports links that lead out of its directory.
        Files.deleteIfExists(inside.resolve("slash"));
        assertThat(Files.readString(around.resolve("secret"))).isEqualTo("secret");
        try (var entries = Files.list(around)) {
            assertThat(entries.map(path -> Objects.requireNonNull(path.getFileName()).toString())).containsExactlyInAnyOrder("inside",
                    "secret");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"../secret", "a/../../secret", "a/b/../../../secret", "..", "./..", "/etc/passwd", "/", "//x", "up/secret",
        "up", "up-secret", "absolute", "absolute-dir/secret", "slash/etc/passwd", "a/up-twice/secret", "a/b/chain", "to-a/../../secret",
        "../inside/a/file", "dangling-out"})
    void whatLeadsOutIsNotPermitted(String path) {
        assertThat(guest.open(path)).isEqualTo("not-permitted");
        assertThat(guest.open(path, Flags.OPEN_CREATE, Flags.WRITE)).isEqualTo("not-permitted");
        assertThat(guest.open(path, Flags.OPEN_DIRECTORY, Flags.READ)).isEqualTo("not-permitted");
        assertThat(guest.call("stat-at", guest.root, Files02.FOLLOW, path)).isEqualTo("not-permitted");
        assertThat(guest.call("metadata-hash-at", guest.root, Files02.FOLLOW, path)).isEqualTo("not-permitted");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../x", "/tmp/x", "up/x", "a/up-twice/x", "absolute-dir/x", "a/../../x"})
    void namesAreChangedInsideOnly(String path) {
        assertThat(guest.call("create-directory-at", guest.root, path)).isEqualTo("not-permitted");
        assertThat(guest.call("remove-directory-at", guest.root, path)).isEqualTo("not-permitted");
        assertThat(guest.call("unlink-file-at", guest.root, path)).isEqualTo("not-permitted");
        assertThat(guest.call("symlink-at", guest.root, "a", path)).isEqualTo("not-permitted");
        assertThat(guest.call("link-at", guest.root, 0, "a/file", guest.root, path)).isEqualTo("not-permitted");
        assertThat(guest.call("link-at", guest.root, 0, path, guest.root, "x")).isEqualTo("not-permitted");
        assertThat(guest.call("rename-at", guest.root, "a/file", guest.root, path)).isEqualTo("not-permitted");
        assertThat(guest.call("rename-at", guest.root, path, guest.root, "x")).isEqualTo("not-permitted");
        assertThat(guest.call("readlink-at", guest.root, path)).isEqualTo("not-permitted");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a/file", "./a/file", "a/./file", "a//file", "a/b/../file", "to-a/file", "to-to-a/b/../file", "through",
        "a/b/fine", "a/b/../../to-a/b/fine"})
    void whatStaysInsideIsReached(String path) {
        assertThat(guest.read(path)).isEqualTo("file");
    }

    @Test
    void aDescriptorOfASubdirectoryIsASandboxOfItsOwn() {
        Object directory = guest.opened("a", Flags.OPEN_DIRECTORY, Flags.READ);
        assertThat(guest.call("open-at", directory, Files02.FOLLOW, "../a/file", 0, Flags.READ)).isEqualTo("not-permitted");
        assertThat(guest.call("open-at", directory, Files02.FOLLOW, "b/fine", 0, Flags.READ)).isEqualTo("not-permitted");
        assertThat(guest.call("open-at", directory, Files02.FOLLOW, "b/../file", 0, Flags.READ)).isInstanceOf(FileDescriptor.class);
    }

    @Test
    void circlesEnd() {
        assertThat(guest.open("loop")).isEqualTo("loop");
        assertThat(guest.open("ping/x")).isEqualTo("loop");
    }

    @Test
    void linksAreKeptWhereTheGuestSaysSo() {
        assertThat(guest.call("open-at", guest.root, 0, "through", 0, Flags.READ)).isEqualTo("loop");
        assertThat(guest.stat("up-secret")[0]).isEqualTo(Stat.Type.SYMBOLIC_LINK.ordinal());
        assertThat(guest.call("readlink-at", guest.root, "up-secret")).isEqualTo("../secret");
        assertThat(guest.call("readlink-at", guest.root, "absolute")).as("tells nothing of the host").isEqualTo("not-permitted");
        assertThat(guest.call("readlink-at", guest.root, "a/file")).isEqualTo("invalid");
        assertThat(guest.call("stat-at", guest.root, 0, "up-secret/")).isEqualTo("not-permitted");
        assertThat(guest.call("unlink-file-at", guest.root, "up-secret")).isEqualTo("ok");
        assertThat(guest.open("up-secret")).isEqualTo("no-entry");
    }

    @Test
    void aLinkOutCanBeMadeButNotFollowed() {
        assertThat(guest.call("symlink-at", guest.root, "../secret", "mine")).isEqualTo("ok");
        assertThat(guest.read("mine")).isEqualTo("not-permitted");
        assertThat(guest.call("symlink-at", guest.root, "/etc", "mine2")).isEqualTo("not-permitted");
        assertThat(guest.call("symlink-at", guest.root, "", "mine2")).isEqualTo("no-entry");
    }

    @Test
    void aDanglingLinkIsCreatedThrough() {
        assertThat(guest.open("dangling")).isEqualTo("no-entry");
        assertThat(guest.open("dangling", Flags.OPEN_CREATE | Flags.OPEN_EXCLUSIVE, Flags.WRITE)).isEqualTo("exist");
        guest.opened("dangling", Flags.OPEN_CREATE, Flags.WRITE);
        assertThat(inside.resolve("missing")).exists();
    }

    @Test
    void aDirectoryThatIsReplacedByALinkLeadsNowhereElse() throws IOException {
        Object directory = guest.opened("a", Flags.OPEN_DIRECTORY, Flags.READ);
        Files.move(inside.resolve("a"), inside.resolve("moved"));
        Files.createSymbolicLink(inside.resolve("a"), Path.of(".."));
        assertThat(guest.call("open-at", directory, 0, "secret", 0, Flags.READ)).isEqualTo("no-entry");
        assertThat(guest.call("open-at", directory, 0, "file", 0, Flags.READ)).isInstanceOf(FileDescriptor.class);
        assertThat(guest.call("create-directory-at", directory, "made")).isEqualTo("no-entry");
        assertThat(guest.call("symlink-at", directory, "file", "made")).isEqualTo("no-entry");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a/file/x", "a/file/", "a/file/.", "through/"})
    void onlyDirectoriesHaveSomethingBelow(String path) {
        assertThat(guest.open(path)).isEqualTo("not-directory");
        assertThat(guest.call("stat-at", guest.root, Files02.FOLLOW, path)).isEqualTo("not-directory");
    }

    @Test
    void oddPaths() {
        assertThat(guest.open("")).isEqualTo("no-entry");
        assertThat(guest.open("a\0b")).isEqualTo("invalid");
        assertThat(guest.open("n".repeat(300))).isEqualTo("name-too-long");
        assertThat(guest.open("missing/x")).isEqualTo("no-entry");
        assertThat(guest.open("missing/", Flags.OPEN_CREATE, Flags.WRITE)).isEqualTo("is-directory");
        assertThat(guest.open(".")).isInstanceOf(DirectoryDescriptor.class);
        assertThat(guest.open("a/..")).isInstanceOf(DirectoryDescriptor.class);
        assertThat(guest.open("a/b/")).isInstanceOf(DirectoryDescriptor.class);
    }
}
