package dev.spinjvm.wasi.filesystem;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spinjvm.component.Result;
import dev.spinjvm.component.Variant;
import dev.spinjvm.wasi.io.IoError;
import dev.spinjvm.wasi.io.InputStream;
import dev.spinjvm.wasi.io.OutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FilesystemTest {
    private static final int NEW = Flags.OPEN_CREATE | Flags.OPEN_EXCLUSIVE;
    private static final int BOTH = Flags.READ | Flags.WRITE;

    private final Path directory;
    private final Files02 guest;

    FilesystemTest(@TempDir Path directory) throws IOException {
        this.directory = directory;
        Files.writeString(directory.resolve("file"), "0123456789");
        Files.createDirectory(directory.resolve("dir"));
        guest = new Files02(directory, true);
    }

    @AfterEach
    void close() {
        guest.close();
    }

    @Test
    void readsAtAnOffsetAndTellsTheEnd() {
        Object file = guest.opened("file", 0, Flags.READ);
        assertThat(read(file, 4, 0)).containsExactly("0123", false);
        assertThat(read(file, -1, 8)).containsExactly("89", false);
        assertThat(read(file, 4, 10)).containsExactly("", true);
        assertThat(read(file, 0, 3)).containsExactly("", false);
        assertThat(guest.call("read", file, 4L, -1L)).isEqualTo("invalid");
        assertThat(guest.call("write", file, Files02.bytes("x"), 0L)).isEqualTo("bad-descriptor");
        assertThat(guest.call("write-via-stream", file, 0L)).isEqualTo("bad-descriptor");
        assertThat(guest.call("append-via-stream", file)).isEqualTo("bad-descriptor");
        assertThat(guest.call("set-size", file, 3L)).isEqualTo("bad-descriptor");
        assertThat(guest.call("advise", file, 0L, 10L, 0)).isEqualTo("ok");
    }

    private List<Object> read(Object file, long length, long offset) {
        Object[] read = (Object[]) Objects.requireNonNull(guest.call("read", file, length, offset));
        return List.of(new String((byte[]) read[0], StandardCharsets.UTF_8), read[1]);
    }

    @Test
    void readStreamsCarryTheirOffset() {
        Object file = guest.opened("file", 0, Flags.READ);
        InputStream first = guest.reader(file, 0);
        InputStream second = guest.reader(file, 7);
        guest.guest.drop("filesystem/types", "descriptor", file);
        assertThat(next(first, 3)).isEqualTo("012");
        assertThat(next(second, 100)).isEqualTo("789");
        assertThat(guest.guest.ok(Long.class, "io/streams", "[method]input-stream.skip", first, 5L)).isEqualTo(5);
        assertThat(next(first, 0)).isEmpty();
        assertThat(next(first, 100)).isEqualTo("89");
        assertThat(guest.guest.err(Variant.class, "io/streams", "[method]input-stream.read", first, 0L)).isEqualTo(new Variant(1, null));
        assertThat(guest.guest.err(Variant.class, "io/streams", "[method]input-stream.skip", first, 5L)).isEqualTo(new Variant(1, null));
    }

    private String next(InputStream stream, long length) {
        return new String(guest.guest.ok(byte[].class, "io/streams", "[method]input-stream.blocking-read", stream, length),
                StandardCharsets.UTF_8);
    }

    @Test
    void writesAndAppends() throws IOException {
        Object file = guest.opened("new", NEW, BOTH);
        assertThat(guest.call("write", file, Files02.bytes("hello"), 2L)).isEqualTo(5L);
        OutputStream at = guest.writer(file, "write-via-stream", 4L);
        guest.write(at, "LL");
        guest.write(at, "O!");
        guest.write(guest.writer(file, "append-via-stream"), "?");
        assertThat(Files.readString(directory.resolve("new"))).isEqualTo("\0\0heLLO!?");
        assertThat(guest.call("set-size", file, 3L)).isEqualTo("ok");
        assertThat(guest.call("set-size", file, 5L)).isEqualTo("ok");
        assertThat(Files.readString(directory.resolve("new"))).isEqualTo("\0\0h\0\0");
        assertThat(guest.call("sync", file)).isEqualTo("ok");
        assertThat(guest.call("sync-data", file)).isEqualTo("ok");
        assertThat(guest.call("get-flags", file)).isEqualTo(BOTH);
    }

    @Test
    void aDescriptorOpenedToWriteDoesNotRead() {
        Object file = guest.opened("file", 0, Flags.WRITE);
        assertThat(guest.call("read", file, 1L, 0L)).isEqualTo("bad-descriptor");
        assertThat(guest.call("read-via-stream", file, 0L)).isEqualTo("bad-descriptor");
    }

    @Test
    void openFlags() throws IOException {
        assertThat(guest.open("file", NEW, BOTH)).isEqualTo("exist");
        assertThat(guest.open("dir", NEW, BOTH)).isEqualTo("exist");
        assertThat(guest.open("missing", 0, BOTH)).isEqualTo("no-entry");
        assertThat(guest.open("missing", Flags.OPEN_DIRECTORY, Flags.READ)).isEqualTo("no-entry");
        assertThat(guest.open("file", Flags.OPEN_DIRECTORY, Flags.READ)).isEqualTo("not-directory");
        assertThat(guest.open("dir", Flags.OPEN_DIRECTORY | Flags.OPEN_CREATE, Flags.READ)).isEqualTo("invalid");
        assertThat(guest.open("dir", 0, Flags.WRITE)).isEqualTo("is-directory");
        assertThat(guest.open("dir", Flags.OPEN_CREATE, Flags.READ)).isEqualTo("is-directory");
        assertThat(guest.open("file", 0, Flags.READ | Flags.REQUESTED_WRITE_SYNC)).isEqualTo("unsupported");
        guest.opened("file", Flags.OPEN_CREATE, Flags.WRITE);
        assertThat(Files.size(directory.resolve("file"))).isEqualTo(10);
        guest.opened("file", Flags.OPEN_TRUNCATE, Flags.WRITE | Flags.DATA_INTEGRITY_SYNC);
        assertThat(Files.size(directory.resolve("file"))).isZero();
        assertThat(guest.call("get-type", guest.opened("file", 0, Flags.READ))).isEqualTo(6);
        assertThat(guest.call("get-type", guest.opened("dir", 0, Flags.READ))).isEqualTo(3);
        assertThat(guest.call("get-flags", guest.root)).isEqualTo(Flags.READ | Flags.MUTATE_DIRECTORY);
    }

    @Test
    void filesAndDirectoriesAreNotEachOther() {
        Object file = guest.opened("file", 0, BOTH);
        assertThat(guest.call("read", guest.root, 1L, 0L)).isEqualTo("bad-descriptor");
        assertThat(guest.call("read-via-stream", guest.root, 0L)).isEqualTo("bad-descriptor");
        assertThat(guest.call("advise", guest.root, 0L, 1L, 0)).isEqualTo("bad-descriptor");
        assertThat(guest.call("read-directory", file)).isEqualTo("not-directory");
        assertThat(guest.call("open-at", file, 0, "x", 0, Flags.READ)).isEqualTo("not-directory");
        assertThat(guest.call("rename-at", guest.root, "file", file, "x")).isEqualTo("not-directory");
    }

    @Test
    void directoriesAreListedWithoutDots() throws IOException {
        Files.createSymbolicLink(directory.resolve("link"), Path.of("file"));
        assertThat(list(guest.root)).containsExactlyInAnyOrder("3 dir", "6 file", "5 link");
        assertThat(list(guest.root)).as("again").hasSize(3);
        assertThat(list(guest.opened("dir", 0, Flags.READ))).isEmpty();
    }

    private List<String> list(Object descriptor) {
        Object entries = Objects.requireNonNull(guest.call("read-directory", descriptor));
        List<String> names = new ArrayList<>();
        while (true) {
            Object result = guest.guest.call("filesystem/types", "[method]directory-entry-stream.read-directory-entry", entries);
            if (!(result instanceof Result.Ok ok) || !(ok.value() instanceof Object[] entry)) {
                guest.guest.drop("filesystem/types", "directory-entry-stream", entries);
                return names;
            }
            names.add(entry[0] + " " + entry[1]);
        }
    }

    @Test
    void namesAreMadeMovedAndRemoved() throws IOException {
        Object root = guest.root;
        assertThat(guest.call("create-directory-at", root, "dir/sub")).isEqualTo("ok");
        assertThat(guest.call("create-directory-at", root, "dir/sub2/")).isEqualTo("ok");
        assertThat(guest.call("create-directory-at", root, "dir/sub")).isEqualTo("exist");
        assertThat(guest.call("create-directory-at", root, ".")).isEqualTo("exist");
        assertThat(guest.call("link-at", root, 0, "file", root, "dir/hard")).isEqualTo("ok");
        assertThat(guest.stat("file")[1]).isEqualTo(2L);
        assertThat(guest.call("link-at", root, 1, "file", root, "x")).isEqualTo("invalid");
        assertThat(guest.call("link-at", root, 0, "file", root, "dir/hard")).isEqualTo("exist");
        assertThat(guest.call("link-at", root, 0, "dir", root, "x")).isIn("not-permitted", "access");
        assertThat(guest.call("rename-at", root, "dir/hard", guest.opened("dir", 0, Flags.READ), "sub/moved")).isEqualTo("ok");
        assertThat(guest.call("rename-at", root, "missing", root, "x")).isEqualTo("no-entry");
        assertThat(guest.call("rename-at", root, "file", root, "dir")).isEqualTo("is-directory");
        assertThat(guest.call("rename-at", root, "file/", root, "x")).isEqualTo("not-directory");
        assertThat(guest.call("rename-at", root, ".", root, "x")).isEqualTo("busy");
        assertThat(guest.call("remove-directory-at", root, "dir/sub")).isEqualTo("not-empty");
        assertThat(guest.call("remove-directory-at", root, "file")).isEqualTo("not-directory");
        assertThat(guest.call("remove-directory-at", root, "missing")).isEqualTo("no-entry");
        assertThat(guest.call("remove-directory-at", root, ".")).isEqualTo("invalid");
        assertThat(guest.call("unlink-file-at", root, "dir")).isEqualTo("is-directory");
        assertThat(guest.call("unlink-file-at", root, "missing")).isEqualTo("no-entry");
        assertThat(guest.call("unlink-file-at", root, "file/")).isEqualTo("not-directory");
        assertThat(guest.call("unlink-file-at", root, "dir/sub/moved")).isEqualTo("ok");
        assertThat(guest.call("remove-directory-at", root, "dir/sub/")).isEqualTo("ok");
        assertThat(guest.call("symlink-at", root, "file", "dir/sub2/")).isEqualTo("exist");
        assertThat(guest.call("symlink-at", root, "file", "link")).isEqualTo("ok");
        assertThat(guest.read("link")).isEqualTo("0123456789");
        assertThat(Files.exists(directory.resolve("dir/sub"))).isFalse();
    }

    @Test
    void attributes() throws IOException {
        Files.setLastModifiedTime(directory.resolve("file"), FileTime.from(Instant.ofEpochSecond(1_000_000, 5_000)));
        @Nullable
        Object[] stat = guest.stat("file");
        assertThat(stat[0]).isEqualTo(6);
        assertThat(stat[1]).isEqualTo(1L);
        assertThat(stat[2]).isEqualTo(10L);
        assertThat((Object[]) stat[4]).containsExactly(1_000_000L, 5_000L);
        assertThat(stat[5]).isNotNull();
        Object file = guest.opened("file", 0, BOTH);
        assertThat((Object[]) guest.call("stat", file)).usingRecursiveComparison().isEqualTo(stat);
        assertThat(((Object[]) Objects.requireNonNull(guest.call("stat", guest.root)))[0]).isEqualTo(3);
        guest.call("write", file, Files02.bytes("more"), 10L);
        assertThat(((Object[]) Objects.requireNonNull(guest.call("stat", file)))[2]).isEqualTo(14L);
    }

    @Test
    void anOpenFileOutlivesItsName() throws IOException {
        Object file = guest.opened("file", 0, BOTH);
        Files.delete(directory.resolve("file"));
        Files.writeString(directory.resolve("file"), "another file");
        assertThat(((Object[]) Objects.requireNonNull(guest.call("stat", file)))[2]).isEqualTo(10L);
        assertThat(read(file, 3, 0)).containsExactly("012", false);
        assertThat(same(file, guest.opened("file", 0, Flags.READ))).isFalse();
        assertThat(guest.call("set-times", file, new Variant(1, null), new Variant(1, null))).isEqualTo("no-entry");
    }

    @Test
    void timesAreSet() throws IOException {
        Variant keep = new Variant(0, null);
        Variant now = new Variant(1, null);
        Variant given = new Variant(2, new Object[]{5L, 6_000L});
        Object file = guest.opened("file", 0, BOTH);
        assertThat(guest.call("set-times", file, keep, given)).isEqualTo("ok");
        assertThat((Object[]) guest.stat("file")[4]).containsExactly(5L, 6_000L);
        assertThat(guest.call("set-times-at", guest.root, 0, "file", given, keep)).isEqualTo("ok");
        assertThat((Object[]) guest.stat("file")[3]).containsExactly(5L, 6_000L);
        assertThat(guest.call("set-times", guest.opened("dir", 0, Flags.READ), given, given)).isEqualTo("ok");
        assertThat((Object[]) guest.stat("dir")[4]).containsExactly(5L, 6_000L);
        assertThat(guest.call("set-times-at", guest.root, 0, "dir", now, now)).isEqualTo("ok");
        assertThat(Files.getLastModifiedTime(directory.resolve("dir")).toInstant()).isAfter(Instant.ofEpochSecond(1_700_000_000));
        assertThat(guest.call("set-times", file, new Variant(2, new Object[]{5L, 1_000_000_000L}), keep)).isEqualTo("invalid");
        assertThat(guest.call("set-times", file, new Variant(2, new Object[]{-5L, 0L}), keep)).isEqualTo("invalid");
    }

    @Test
    void identity() throws IOException {
        Object file = guest.opened("file", 0, BOTH);
        assertThat(same(file, guest.opened("dir/../file", 0, Flags.READ))).isTrue();
        assertThat(same(file, guest.root)).isFalse();
        assertThat(same(guest.opened("dir", 0, Flags.READ), guest.opened("./dir", 0, Flags.READ))).isTrue();
        Object[] before = hash("file");
        assertThat((Object[]) guest.call("metadata-hash", file)).containsExactly(before);
        Files.setLastModifiedTime(directory.resolve("file"), FileTime.fromMillis(1));
        assertThat(hash("file")[0]).isEqualTo(before[0]);
        assertThat(hash("file")[1]).isNotEqualTo(before[1]);
        assertThat(hash("dir")[0]).isNotEqualTo(before[0]);
    }

    private boolean same(Object one, Object other) {
        return Boolean.TRUE.equals(guest.guest.call("filesystem/types", "[method]descriptor.is-same-object", one, other));
    }

    private Object[] hash(String path) {
        return (Object[]) Objects.requireNonNull(guest.call("metadata-hash-at", guest.root, 0, path));
    }

    @Test
    void aReadOnlyPreopenRefusesEveryChange() throws IOException {
        try (Files02 reader = new Files02(directory, false)) {
            Object root = reader.root;
            Variant now = new Variant(1, null);
            assertThat(reader.read("file")).isEqualTo("0123456789");
            Object file = reader.opened("file", 0, Flags.READ);
            List<@Nullable Object> answers = new ArrayList<>();
            answers.add(reader.open("file", 0, Flags.WRITE));
            answers.add(reader.open("file", Flags.OPEN_TRUNCATE, Flags.READ));
            answers.add(reader.open("new", Flags.OPEN_CREATE, Flags.READ));
            answers.add(reader.call("create-directory-at", root, "new"));
            answers.add(reader.call("remove-directory-at", root, "dir"));
            answers.add(reader.call("unlink-file-at", root, "file"));
            answers.add(reader.call("symlink-at", root, "file", "new"));
            answers.add(reader.call("link-at", root, 0, "file", root, "new"));
            answers.add(reader.call("rename-at", root, "file", root, "new"));
            answers.add(reader.call("set-times-at", root, 0, "file", now, now));
            answers.add(reader.call("set-times", file, now, now));
            answers.add(reader.call("set-size", file, 0L));
            answers.add(reader.call("write", file, Files02.bytes("x"), 0L));
            Object subdirectory = reader.opened("dir", 0, Flags.READ);
            answers.add(reader.call("create-directory-at", subdirectory, "new"));
            assertThat(answers).containsOnly("not-permitted");
            assertThat(reader.call("write-via-stream", file, 0L)).isEqualTo("bad-descriptor");
            assertThat(reader.call("get-flags", root)).isEqualTo(Flags.READ);
        }
        assertThat(Files.readString(directory.resolve("file"))).isEqualTo("0123456789");
    }

    @Test
    void aPreopenThatDoesNotExistFailsWhenItIsUsed() {
        try (Files02 missing = new Files02(directory.resolve("missing"), false)) {
            assertThat(missing.open("x")).isEqualTo("no-entry");
            assertThat(missing.call("stat", missing.root)).isEqualTo("no-entry");
        }
    }

    @Test
    void streamErrorsCarryTheirErrorCode() {
        Object code = guest.guest.call("filesystem/types", "filesystem-error-code",
                new FilesystemException(ErrorCode.INSUFFICIENT_SPACE).asIoError());
        assertThat(code).isEqualTo(23);
        assertThat(guest.guest.call("filesystem/types", "filesystem-error-code", new IoError("another"))).isNull();
    }

    @Test
    void aGuestCannotUseUpWhatTheProcessMayOpen() {
        List<@Nullable Object> open = new ArrayList<>();
        for (int i = 0; i < OpenObjects.LIMIT; i++) {
            open.add(guest.open("file"));
        }
        assertThat(open.getLast()).as("the root is open, too").isEqualTo("quota");
        guest.guest.drop("filesystem/types", "descriptor", Objects.requireNonNull(open.getFirst()));
        assertThat(guest.open("file")).isInstanceOf(FileDescriptor.class);
    }

    @Test
    void whatAGuestLeavesOpenIsClosedWithItsStore() {
        Object file = guest.opened("file", 0, BOTH);
        Object reader = guest.reader(file, 0);
        guest.close();
        Variant error = guest.guest.err(Variant.class, "io/streams", "[method]input-stream.read", reader, 1L);
        assertThat(error.index()).isZero();
        assertThat(guest.guest.err(Variant.class, "io/streams", "[method]input-stream.read", reader, 1L)).isEqualTo(new Variant(1, null));
    }
}
