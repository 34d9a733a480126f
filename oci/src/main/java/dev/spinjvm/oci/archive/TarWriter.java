package dev.spinjvm.oci.archive;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.zip.GZIPOutputStream;

/// Writes a gzip-compressed tar archive (POSIX ustar, pax headers where a name or size needs them). Equal files give equal bytes: there are
/// no times and no owners in it, and the order is that of the names.
public final class TarWriter {
    private static final int BLOCK = 512;
    private static final int NAME_LENGTH = 100;
    private static final long MAX_OCTAL = (1L << 33) - 1;

    private final OutputStream out;

    private TarWriter(OutputStream out) {
        this.out = out;
    }

    /// @param files by relative path with `/`
    public static void write(SortedMap<String, Path> files, OutputStream target) throws IOException {
        try (var gzip = new GZIPOutputStream(target, 64 << 10)) {
            var writer = new TarWriter(gzip);
            for (Map.Entry<String, Path> file : files.entrySet()) {
                writer.file(file.getKey(), file.getValue());
            }
            gzip.write(new byte[2 * BLOCK]);
        }
    }

    private void file(String name, Path file) throws IOException {
        long size = Files.size(file);
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        boolean plain = bytes.length <= NAME_LENGTH && bytes.length == name.length() && size <= MAX_OCTAL;
        if (!plain) {
            byte[] records = (record("path", name) + record("size", String.valueOf(size))).getBytes(StandardCharsets.UTF_8);
            header("pax", records.length, 'x');
            out.write(records);
            pad(records.length);
        }
        header(plain ? name : "file", Math.min(size, MAX_OCTAL), '0');
        long written;
        try (InputStream in = Files.newInputStream(file)) {
            written = in.transferTo(out);
        }
        if (written != size) {
            throw new IOException("'" + file + "' changed while it was read");
        }
        pad(size);
    }

    /// `<length> <key>=<value>\n`, where the length counts itself.
    private static String record(String key, String value) {
        String rest = " " + key + "=" + value + "\n";
        int bytes = rest.getBytes(StandardCharsets.UTF_8).length;
        int length = bytes + String.valueOf(bytes).length();
        length = bytes + String.valueOf(length).length();
        return length + rest;
    }

    private void header(String name, long size, char type) throws IOException {
        byte[] header = new byte[BLOCK];
        put(header, 0, name);
        put(header, 100, "0000644");
        put(header, 108, "0000000");
        put(header, 116, "0000000");
        put(header, 124, String.format(Locale.ROOT, "%011o", size));
        put(header, 136, "00000000000");
        put(header, 148, "        ");
        header[156] = (byte) type;
        put(header, 257, "ustar\00000");
        int sum = 0;
        for (byte b : header) {
            sum += b & 0xff;
        }
        put(header, 148, String.format(Locale.ROOT, "%06o\0 ", sum));
        out.write(header);
    }

    private static void put(byte[] header, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, header, at, bytes.length);
    }

    private void pad(long size) throws IOException {
        out.write(new byte[(int) ((BLOCK - size % BLOCK) % BLOCK)]);
    }
}
