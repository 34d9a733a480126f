package dev.spinjvm.oci.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SafeTarReaderTest {
    private static final ArchiveLimits LIMITS = new ArchiveLimits(100, 1 << 20, 4 << 20, 200, 300, 10);

    @TempDir
    private Path folder;

    private static Map<String, String> read(byte[] archive, ArchiveLimits limits) throws IOException {
        Map<String, String> files = new TreeMap<>();
        SafeTarReader.read(new ByteArrayInputStream(archive), limits,
                (path, content) -> files.put(path, new String(content.readAllBytes(), StandardCharsets.UTF_8)));
        return files;
    }

    /// An archive with one entry, as an attacker would write it.
    private static byte[] archive(String name, char type, String link, byte[] content, long announced) throws IOException {
        byte[] header = new byte[512];
        put(header, 0, name);
        put(header, 100, "0000644\0");
        put(header, 124, String.format(Locale.ROOT, "%011o", announced));
        put(header, 148, "        ");
        header[156] = (byte) type;
        put(header, 157, link);
        put(header, 257, "ustar\00000");
        int sum = 0;
        for (byte b : header) {
            sum += b & 0xff;
        }
        put(header, 148, String.format(Locale.ROOT, "%06o\0 ", sum));
        var bytes = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes)) {
            out.write(header);
            out.write(content);
            out.write(new byte[(512 - content.length % 512) % 512]);
            out.write(new byte[1024]);
        }
        return bytes.toByteArray();
    }

    private static void put(byte[] header, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(bytes, 0, header, at, bytes.length);
    }

    private static byte[] file(String name) throws IOException {
        return archive(name, '0', "", new byte[]{'x'}, 1);
    }

    @Test
    void what_the_writer_writes_is_read() throws IOException {
        var files = new TreeMap<String, Path>();
        for (String name : new String[]{"a.txt", "deep/er/b.txt", "ünï/cödé.txt", "long/" + "n".repeat(150) + ".txt", "empty"}) {
            Path file = folder.resolve(String.valueOf(files.size()));
            files.put(name, Files.writeString(file, name.equals("empty") ? "" : "content of " + name));
        }
        var out = new ByteArrayOutputStream();
        TarWriter.write(files, out);
        var again = new ByteArrayOutputStream();
        TarWriter.write(files, again);

        assertThat(again.toByteArray()).isEqualTo(out.toByteArray());
        Map<String, String> read = read(out.toByteArray(), LIMITS);
        assertThat(read.keySet()).isEqualTo(files.keySet());
        assertThat(read.get("long/" + "n".repeat(150) + ".txt")).startsWith("content of long/nnn");
        assertThat(read.get("empty")).isEmpty();
    }

    @Test
    void other_programs_read_what_the_writer_writes_and_the_other_way_round() throws IOException, InterruptedException {
        Path tree = Files.createDirectories(folder.resolve("tree/sub/" + "d".repeat(90)));
        Files.writeString(tree.resolve("long-name-in-a-long-folder.txt"), "deep");
        Files.writeString(folder.resolve("tree/ü.txt"), "umlaut");
        var files = new TreeMap<String, Path>(Map.of("ü.txt", folder.resolve("tree/ü.txt"), "sub/" + "d".repeat(90) + "/l.txt",
                tree.resolve("long-name-in-a-long-folder.txt")));
        try (OutputStream out = Files.newOutputStream(folder.resolve("ours.tgz"))) {
            TarWriter.write(files, out);
        }
        for (String format : new String[]{"gnu", "pax", "ustar"}) {
            Path theirs = folder.resolve(format + ".tgz");
            run("tar", "-C", folder.resolve("tree").toString(), "--format=" + format, "-czf", theirs.toString(), ".");
            assertThat(read(Files.readAllBytes(theirs), LIMITS)).containsOnly(Map.entry("ü.txt", "umlaut"),
                    Map.entry("sub/" + "d".repeat(90) + "/long-name-in-a-long-folder.txt", "deep"));
        }
        Path back = Files.createDirectories(folder.resolve("back"));
        run("tar", "-C", back.toString(), "-xzf", folder.resolve("ours.tgz").toString());
        assertThat(back.resolve("ü.txt")).hasContent("umlaut");
        assertThat(back.resolve("sub/" + "d".repeat(90) + "/l.txt")).hasContent("deep");
    }

    private static void run(String... command) throws IOException, InterruptedException {
        var process = new ProcessBuilder(command).redirectErrorStream(true);
        process.environment().put("LC_ALL", "C.UTF-8");
        Process started = process.start();
        String said = new String(started.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(started.waitFor()).as(said).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"../x", "a/../../x", "/etc/passwd", "C:\\x", "c:x", "a\\..\\x", "..", "a/..", "./../x", "con", "a/NUL.txt",
        "x.",
        "x ", "a/b./c", "bell\u0007"})
    void names_that_lead_elsewhere_are_refused(String name) throws IOException {
        byte[] archive = file(name);
        assertThatThrownBy(() -> read(archive, LIMITS)).isInstanceOf(ArchiveException.class);
    }

    @Test
    void names_that_say_nothing_are_dropped() throws IOException {
        assertThat(read(file("./a/./b//c"), LIMITS)).containsKey("a/b/c");
    }

    @ParameterizedTest
    @ValueSource(chars = {'1', '2', '3', '4', '6', 'S', 'K', 'Z'})
    void anything_but_files_and_folders_is_refused(char type) throws IOException {
        byte[] archive = archive("x", type, "/etc/passwd", new byte[0], 0);
        assertThatThrownBy(() -> read(archive, LIMITS)).isInstanceOf(ArchiveException.class);
    }

    @Test
    void bombs_are_refused() throws IOException {
        byte[] zeros = new byte[100 << 20];
        var roomy = new ArchiveLimits(100, 1L << 30, 1L << 30, 200, 300, 10);
        byte[] bomb = archive("zeros", '0', "", zeros, zeros.length);
        assertThat(bomb).hasSizeLessThan(200_000);
        assertThatThrownBy(() -> read(bomb, roomy)).isInstanceOf(ArchiveException.class).hasMessageContaining("200 times its size");
        assertThatThrownBy(() -> read(bomb, LIMITS)).isInstanceOf(ArchiveException.class).hasMessageContaining("more than 1048576 bytes");
        var narrow = new ArchiveLimits(100, 1L << 30, 1 << 20, 2000, 300, 10);
        assertThatThrownBy(() -> read(bomb, narrow)).isInstanceOf(ArchiveException.class).hasMessageContaining("unpacks to more than");
        assertThatThrownBy(() -> read(archive("x", 'x', "", zeros, zeros.length), roomy)).isInstanceOf(ArchiveException.class);
    }

    @Test
    void what_is_announced_and_missing_is_noticed() throws IOException {
        assertThatThrownBy(() -> read(archive("x", '0', "", new byte[10], 100_000), LIMITS)).isInstanceOf(ArchiveException.class)
                .hasMessageContaining("cut off");
        byte[] whole = file("x");
        assertThatThrownBy(() -> read(Arrays.copyOf(whole, whole.length / 2), LIMITS)).isInstanceOf(ArchiveException.class);
        assertThatThrownBy(() -> read("not an archive".getBytes(StandardCharsets.UTF_8), LIMITS)).isInstanceOf(ArchiveException.class);
    }

    @Test
    void too_many_entries_and_names_told_twice_are_refused() throws IOException {
        var files = new TreeMap<String, Path>();
        Path file = Files.writeString(folder.resolve("f"), "x");
        for (int i = 0; i < 101; i++) {
            files.put("f" + i, file);
        }
        var many = new ByteArrayOutputStream();
        TarWriter.write(files, many);
        assertThatThrownBy(() -> read(many.toByteArray(), LIMITS)).isInstanceOf(ArchiveException.class).hasMessageContaining("100 entries");

        var twice = new ByteArrayOutputStream();
        TarWriter.write(new TreeMap<>(Map.of("File", file, "file", file)), twice);
        assertThatThrownBy(() -> read(twice.toByteArray(), LIMITS)).isInstanceOf(ArchiveException.class).hasMessageContaining("twice");
    }

    @Test
    void random_damage_never_does_more_than_fail() throws IOException {
        byte[] archive = file("some/file.txt");
        var random = new Random(1);
        for (int i = 0; i < 2_000; i++) {
            byte[] damaged = archive.clone();
            for (int n = random.nextInt(4); n >= 0; n--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            try {
                assertThat(read(damaged, LIMITS)).hasSizeLessThanOrEqualTo(1);
            } catch (IOException e) {
                assertThat(e).isInstanceOf(ArchiveException.class);
            }
        }
    }
}
