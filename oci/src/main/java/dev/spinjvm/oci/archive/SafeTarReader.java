package dev.spinjvm.oci.archive;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/// Reads a gzip-compressed tar archive from somebody who is not trusted (POSIX pax and GNU long names).
///
/// Only regular files and directories are accepted, under names that stay inside wherever they are unpacked, on every system. Anything else
/// ends the reading with an [ArchiveException].
public final class SafeTarReader {
    private static final int BLOCK = 512;
    private static final int MAX_HEADER = 1 << 20;
    private static final int PERMISSIONS = 0777;
    private static final Set<String> RESERVED = Set.of("con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "com5", "com6", "com7",
            "com8", "com9", "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9");

    private final ArchiveLimits limits;
    private final Counting packed;
    private final InputStream in;
    private final Set<String> names = new HashSet<>();
    private long unpacked;
    private int entries;

    private SafeTarReader(InputStream compressed, ArchiveLimits limits) throws IOException {
        this.limits = limits;
        this.packed = new Counting(compressed);
        this.in = new BufferedInputStream(new GZIPInputStream(packed, 64 << 10), 64 << 10);
    }

    /// Takes the files of an archive.
    @FunctionalInterface
    public interface Visitor {
        /// @param path relative, parts separated by `/`
        /// @param content ends with the file; need not be read
        void file(String path, InputStream content) throws IOException;
    }

    /// Takes the files of an archive and what may be done with them.
    @FunctionalInterface
    public interface ModeVisitor {
        /// @param path relative, parts separated by `/`
        /// @param mode the nine permission bits, such as `0755`
        /// @param content ends with the file; need not be read
        void file(String path, int mode, InputStream content) throws IOException;
    }

    /// Visits the files in their order.
    ///
    /// @throws ArchiveException at the first thing that must not be unpacked; files before it have been visited
    public static void read(InputStream compressed, ArchiveLimits limits, Visitor visitor) throws IOException {
        readWithModes(compressed, limits, (path, _, content) -> visitor.file(path, content));
    }

    /// Visits the files in their order, with their permissions.
    ///
    /// @throws ArchiveException at the first thing that must not be unpacked; files before it have been visited
    public static void readWithModes(InputStream compressed, ArchiveLimits limits, ModeVisitor visitor) throws IOException {
        try {
            new SafeTarReader(compressed, limits).run(visitor);
        } catch (ZipException | EOFException e) {
            throw new ArchiveException("the archive is damaged: " + e.getMessage());
        }
    }

    private void run(ModeVisitor visitor) throws IOException {
        byte[] header = new byte[BLOCK];
        String longName = null;
        Map<String, String> pax = new HashMap<>();
        while (readBlock(header)) {
            if (++entries > limits.entries()) {
                throw new ArchiveException("the archive has more than " + limits.entries() + " entries");
            }
            checkSum(header);
            long size = number(header, 124, 12);
            char type = (char) header[156];
            switch (type) {
                case 'L' -> longName = text(body(size));
                case 'x' -> pax = pax(body(size));
                case 'g' -> body(size);
                case '0', '\0', '7', '5' -> {
                    String sizeText = pax.get("size");
                    long real = sizeText == null ? size : decimal(sizeText);
                    String paxName = pax.get("path");
                    String name = paxName != null ? paxName : longName != null ? longName : name(header);
                    int mode = (int) (number(header, 100, 8) & PERMISSIONS);
                    entry(name, type == '5' || name.endsWith("/") && real == 0, real, (path, content) -> visitor.file(path, mode, content));
                    longName = null;
                    pax = new HashMap<>();
                }
                case '1', '2' -> throw new ArchiveException("the archive holds a link, " + shown(name(header)));
                default -> throw new ArchiveException("the archive holds something that is neither file nor folder, " + shown(name(
                        header)));
            }
        }
    }

    private void entry(String name, boolean directory, long size, Visitor visitor) throws IOException {
        String path = path(name);
        if (directory) {
            discard(size);
            return;
        }
        if (path.isEmpty()) {
            throw new ArchiveException("the archive holds a file without a name");
        }
        if (!names.add(path.toLowerCase(Locale.ROOT))) {
            throw new ArchiveException("the archive holds " + shown(path) + " twice");
        }
        if (size > limits.fileBytes()) {
            throw new ArchiveException(shown(path) + " in the archive has more than " + limits.fileBytes() + " bytes");
        }
        var content = new Entry(size);
        visitor.file(path, content);
        content.finish();
    }

    /// The parts of the name that say something.
    private String path(String name) throws ArchiveException {
        if (name.length() > limits.nameLength()) {
            throw new ArchiveException("a name in the archive has more than " + limits.nameLength() + " characters");
        }
        if (name.startsWith("/") || name.indexOf('\\') >= 0 || name.indexOf('\0') >= 0 || name.matches("[A-Za-z]:.*")) {
            throw new ArchiveException("the archive holds " + shown(name) + ", which does not lie inside it");
        }
        var path = new StringBuilder();
        int depth = 0;
        for (String part : name.split("/")) {
            if (part.isEmpty() || part.equals(".")) {
                continue;
            }
            if (part.equals("..")) {
                throw new ArchiveException("the archive holds " + shown(name) + ", which does not lie inside it");
            }
            int dot = part.indexOf('.');
            String stem = (dot < 0 ? part : part.substring(0, dot)).toLowerCase(Locale.ROOT);
            if (part.endsWith(".") || part.endsWith(" ") || RESERVED.contains(stem) || part.chars().anyMatch(Character::isISOControl)) {
                throw new ArchiveException("the archive holds " + shown(name) + ", which is no name on every system");
            }
            if (++depth > limits.depth()) {
                throw new ArchiveException("the archive holds folders in more than " + limits.depth() + " levels");
            }
            path.append(path.isEmpty() ? "" : "/").append(part);
        }
        return path.toString();
    }

    private static String shown(String name) {
        var shown = new StringBuilder("'");
        name.codePoints().limit(100).forEach(c -> shown.appendCodePoint(Character.isISOControl(c) ? '?' : c));
        return shown.append('\'').toString();
    }

    /// Whether there is one more header; a block of zeros, or the end, is none.
    private boolean readBlock(byte[] block) throws IOException {
        int count = in.readNBytes(block, 0, BLOCK);
        if (count == 0) {
            return false;
        }
        if (count < BLOCK) {
            throw new ArchiveException("the archive is cut off");
        }
        count(count);
        for (byte b : block) {
            if (b != 0) {
                return true;
            }
        }
        return false;
    }

    private void count(long bytes) throws ArchiveException {
        unpacked += bytes;
        if (unpacked > limits.totalBytes()) {
            throw new ArchiveException("the archive unpacks to more than " + limits.totalBytes() + " bytes");
        }
        if (unpacked > ArchiveLimits.FREE_BYTES && unpacked / limits.ratio() > packed.count) {
            throw new ArchiveException("the archive unpacks to more than " + limits.ratio() + " times its size");
        }
    }

    private static void checkSum(byte[] header) throws ArchiveException {
        int sum = 0;
        for (int i = 0; i < BLOCK; i++) {
            sum += i >= 148 && i < 156 ? ' ' : header[i] & 0xff;
        }
        if (sum != number(header, 148, 8)) {
            throw new ArchiveException("the archive is damaged: a header has a wrong checksum");
        }
    }

    private static long number(byte[] header, int at, int length) throws ArchiveException {
        if ((header[at] & 0x80) != 0) {
            long value = header[at] & 0x7f;
            for (int i = 1; i < length; i++) {
                if (value >>> 55 != 0) {
                    throw new ArchiveException("the archive is damaged: a number is too large");
                }
                value = value << 8 | header[at + i] & 0xff;
            }
            return value;
        }
        String digits = text(Arrays.copyOfRange(header, at, at + length)).strip();
        try {
            long value = digits.isEmpty() ? 0 : Long.parseLong(digits, 8);
            if (value >= 0) {
                return value;
            }
        } catch (NumberFormatException _) {
            // Said below.
        }
        throw new ArchiveException("the archive is damaged: a header holds no number where one must be");
    }

    private static long decimal(String text) throws ArchiveException {
        if (!text.matches("\\d{1,18}")) {
            throw new ArchiveException("the archive is damaged: a size is no number");
        }
        return Long.parseLong(text);
    }

    private static String name(byte[] header) {
        String name = text(Arrays.copyOfRange(header, 0, 100));
        boolean ustar = text(Arrays.copyOfRange(header, 257, 263)).equals("ustar");
        String prefix = ustar ? text(Arrays.copyOfRange(header, 345, 500)) : "";
        return prefix.isEmpty() ? name : prefix + "/" + name;
    }

    private static String text(byte[] bytes) {
        int end = 0;
        while (end < bytes.length && bytes[end] != 0) {
            end++;
        }
        return new String(bytes, 0, end, StandardCharsets.UTF_8);
    }

    private byte[] body(long size) throws IOException {
        if (size > MAX_HEADER) {
            throw new ArchiveException("the archive holds a header of " + size + " bytes");
        }
        byte[] bytes = in.readNBytes((int) size);
        if (bytes.length < size) {
            throw new ArchiveException("the archive is cut off");
        }
        count(size);
        discard(padding(size));
        return bytes;
    }

    private static Map<String, String> pax(byte[] records) throws ArchiveException {
        Map<String, String> values = new HashMap<>();
        int at = 0;
        while (at < records.length) {
            int space = at;
            while (space < records.length && records[space] != ' ') {
                space++;
            }
            int length = (int) Math.min(decimal(new String(records, at, space - at, StandardCharsets.US_ASCII)), Integer.MAX_VALUE);
            int end = at + length;
            if (end > records.length || end <= space + 1 || end < 0) {
                throw new ArchiveException("the archive is damaged: an extended header is cut off");
            }
            String record = new String(records, space + 1, end - space - 2, StandardCharsets.UTF_8);
            int equals = record.indexOf('=');
            if (equals < 0) {
                throw new ArchiveException("the archive is damaged: an extended header holds no value");
            }
            values.put(record.substring(0, equals), record.substring(equals + 1));
            at = end;
        }
        return values;
    }

    private static long padding(long size) {
        return (BLOCK - size % BLOCK) % BLOCK;
    }

    private void discard(long bytes) throws IOException {
        byte[] buffer = new byte[8 << 10];
        for (long left = bytes; left > 0;) {
            int count = in.read(buffer, 0, (int) Math.min(left, buffer.length));
            if (count < 0) {
                throw new ArchiveException("the archive is cut off");
            }
            count(count);
            left -= count;
        }
    }

    /// One file of the archive.
    private final class Entry extends InputStream {
        private final long padding;
        private long left;

        Entry(long size) {
            this.padding = padding(size);
            this.left = size;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            if (left == 0) {
                return -1;
            }
            int count = in.read(buffer, offset, (int) Math.min(left, length));
            if (count < 0) {
                throw new ArchiveException("the archive is cut off");
            }
            left -= count;
            count(count);
            return count;
        }

        void finish() throws IOException {
            discard(left + padding);
            left = 0;
        }
    }

    private static final class Counting extends FilterInputStream {
        private long count;

        Counting(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int value = super.read();
            count += value < 0 ? 0 : 1;
            return value;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int read = super.read(buffer, offset, length);
            count += Math.max(read, 0);
            return read;
        }
    }
}
