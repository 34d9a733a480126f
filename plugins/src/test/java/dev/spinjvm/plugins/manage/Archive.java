package dev.spinjvm.plugins.manage;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;

/// A tar archive as somebody may have written it, in good or bad faith.
final class Archive {
    private static final int BLOCK = 512;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    Archive program(String name, String script) {
        return entry(name, '0', "0000755", "", "#!/bin/sh\n" + script + "\n");
    }

    Archive file(String name, String content) {
        return entry(name, '0', "0000644", "", content);
    }

    Archive link(String name, String target) {
        return entry(name, '2', "0000777", target, "");
    }

    private Archive entry(String name, char type, String mode, String link, String content) {
        byte[] body = content.getBytes(StandardCharsets.UTF_8);
        byte[] header = new byte[BLOCK];
        put(header, 0, name);
        put(header, 100, mode);
        put(header, 124, String.format(Locale.ROOT, "%011o", body.length));
        put(header, 148, "        ");
        header[156] = (byte) type;
        put(header, 157, link);
        put(header, 257, "ustar\00000");
        int sum = 0;
        for (byte b : header) {
            sum += b & 0xff;
        }
        put(header, 148, String.format(Locale.ROOT, "%06o\0 ", sum));
        bytes.writeBytes(header);
        bytes.writeBytes(body);
        bytes.writeBytes(new byte[(BLOCK - body.length % BLOCK) % BLOCK]);
        return this;
    }

    private static void put(byte[] header, int at, String text) {
        byte[] ascii = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(ascii, 0, header, at, ascii.length);
    }

    byte[] bytes() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(bytes.toByteArray());
            gzip.write(new byte[2 * BLOCK]);
        }
        return packed.toByteArray();
    }

    Path writeTo(Path file) throws IOException {
        return Files.write(file, bytes());
    }
}
