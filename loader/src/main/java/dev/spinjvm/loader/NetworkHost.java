package dev.spinjvm.loader;

import java.net.IDN;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/// A host as the URL standard reads it: a domain in its ASCII form, or an address. Rules and requests go through the same reading, so
/// that `0x7f.1` cannot slip past a rule about `127.0.0.1`.
sealed interface NetworkHost {
    record Domain(String name) implements NetworkHost {}

    /// An address; `low` alone is used by IPv4.
    record Address(boolean v6, long high, long low) implements NetworkHost {
        static Address of(InetAddress address) {
            ByteBuffer bytes = ByteBuffer.wrap(address.getAddress());
            return bytes.capacity() == 4
                    ? new Address(false, 0, Integer.toUnsignedLong(bytes.getInt()))
                    : new Address(true, bytes.getLong(), bytes.getLong());
        }

        int bits() {
            return v6 ? 128 : 32;
        }

        /// The address with all bits after the first `prefix` cleared.
        Address truncate(int prefix) {
            if (!v6) {
                return new Address(false, 0, low & (mask(prefix + 32)));
            }
            return new Address(true, high & mask(prefix), low & mask(prefix - 64));
        }

        private static long mask(int leadingOnes) {
            return leadingOnes <= 0 ? 0 : leadingOnes >= Long.SIZE ? -1L : -1L << (Long.SIZE - leadingOnes);
        }
    }

    /// Reads a host; IPv6 addresses stand in brackets.
    ///
    /// @throws LoadException with the reason
    static NetworkHost parse(String text) {
        if (text.startsWith("[")) {
            Address address = text.endsWith("]") ? parseV6(text.substring(1, text.length() - 1)) : null;
            if (address == null) {
                throw new LoadException("invalid IPv6 address");
            }
            return address;
        }
        String domain = toAscii(percentDecode(text));
        if (domain.isEmpty()) {
            throw new LoadException("empty host");
        }
        if (domain.chars().anyMatch(NetworkHost::forbiddenInDomain)) {
            throw new LoadException("invalid international domain name");
        }
        if (!endsInNumber(domain)) {
            return new Domain(domain);
        }
        Address address = parseV4Number(domain);
        if (address == null) {
            throw new LoadException("invalid IPv4 address");
        }
        return address;
    }

    private static String percentDecode(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ByteBuffer decoded = ByteBuffer.allocate(bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            int high = i + 2 < bytes.length && bytes[i] == '%' ? Character.digit(bytes[i + 1], 16) : -1;
            int low = high < 0 ? -1 : Character.digit(bytes[i + 2], 16);
            if (low >= 0) {
                decoded.put((byte) (high << 4 | low));
                i += 2;
            } else {
                decoded.put(bytes[i]);
            }
        }
        return StandardCharsets.UTF_8.decode(decoded.flip()).toString();
    }

    private static String toAscii(String domain) {
        if (domain.chars().allMatch(c -> c < 0x80)) {
            return domain.toLowerCase(Locale.ROOT);
        }
        try {
            return IDN.toASCII(domain, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException e) {
            throw new LoadException("invalid international domain name");
        }
    }

    private static boolean forbiddenInDomain(int c) {
        return c <= ' ' || c >= 0x7f || "#/:<>?@[\\]^`{|}%".indexOf(c) >= 0;
    }

    private static boolean endsInNumber(String domain) {
        String rest = domain.endsWith(".") ? domain.substring(0, domain.length() - 1) : domain;
        String last = rest.substring(rest.lastIndexOf('.') + 1);
        if (last.isEmpty()) {
            return false;
        }
        return last.chars().allMatch(c -> c >= '0' && c <= '9') || numberPart(last) >= 0;
    }

    private static @Nullable Address parseV4Number(String domain) {
        String[] parts = (domain.endsWith(".") ? domain.substring(0, domain.length() - 1) : domain).split("\\.", -1);
        if (parts.length > 4) {
            return null;
        }
        long address = 0;
        for (int i = 0; i < parts.length; i++) {
            long number = numberPart(parts[i]);
            boolean last = i == parts.length - 1;
            long limit = last ? 1L << 8 * (5 - parts.length) : 256;
            if (number < 0 || number >= limit) {
                return null;
            }
            address += last ? number : number << 8 * (3 - i);
        }
        return new Address(false, 0, address);
    }

    /// The value of a decimal, octal (`0…`) or hexadecimal (`0x…`) number, or -1; too large ones are capped.
    private static long numberPart(String part) {
        int radix = 10;
        String digits = part;
        if (part.startsWith("0x")) {
            radix = 16;
            digits = part.substring(2);
        } else if (part.length() > 1 && part.startsWith("0")) {
            radix = 8;
            digits = part.substring(1);
        } else if (part.isEmpty()) {
            return -1;
        }
        long value = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = Character.digit(digits.charAt(i), radix);
            if (digit < 0) {
                return -1;
            }
            value = Math.min(value * radix + digit, 1L << 40);
        }
        return value;
    }

    /// Reads `a.b.c.d`, strictly decimal.
    static @Nullable Address parseV4(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 4) {
            return null;
        }
        long address = 0;
        for (String part : parts) {
            boolean decimal = !part.isEmpty() && part.length() <= 3 && part.chars().allMatch(c -> c >= '0' && c <= '9')
                    && (part.length() == 1 || part.charAt(0) != '0');
            if (!decimal || Integer.parseInt(part) > 255) {
                return null;
            }
            address = address << 8 | Integer.parseInt(part);
        }
        return new Address(false, 0, address);
    }

    /// Reads an IPv6 address without brackets and without a zone.
    static @Nullable Address parseV6(String text) {
        int gap = text.indexOf("::");
        String[] head = pieces(gap < 0 ? text : text.substring(0, gap));
        String[] tail = gap < 0 ? new String[0] : pieces(text.substring(gap + 2));
        long[] groups = new long[8];
        int headLength = readGroups(head, groups, 0, gap < 0);
        long[] tailGroups = new long[8];
        int tailLength = gap < 0 ? 0 : readGroups(tail, tailGroups, 0, true);
        if (headLength < 0 || tailLength < 0 || (gap < 0 ? headLength != 8 : headLength + tailLength > 7)) {
            return null;
        }
        System.arraycopy(tailGroups, 0, groups, 8 - tailLength, tailLength);
        long high = 0;
        long low = 0;
        for (int i = 0; i < 4; i++) {
            high = high << 16 | groups[i];
            low = low << 16 | groups[i + 4];
        }
        return new Address(true, high, low);
    }

    private static String[] pieces(String text) {
        return text.isEmpty() ? new String[0] : text.split(":", -1);
    }

    /// Fills `groups` and returns how many there are, or -1. The last piece may be an IPv4 address where `mayEndInV4`.
    private static int readGroups(String[] pieces, long[] groups, int start, boolean mayEndInV4) {
        int count = start;
        for (int i = 0; i < pieces.length; i++) {
            String piece = pieces[i];
            if (mayEndInV4 && i == pieces.length - 1 && piece.indexOf('.') >= 0) {
                Address v4 = parseV4(piece);
                if (v4 == null || count > 6) {
                    return -1;
                }
                groups[count++] = v4.low() >> 16;
                groups[count++] = v4.low() & 0xffff;
                continue;
            }
            boolean hex = !piece.isEmpty() && piece.length() <= 4 && piece.chars().allMatch(c -> c < 0x80 && Character.digit(c, 16) >= 0);
            if (!hex || count > 7) {
                return -1;
            }
            groups[count++] = Long.parseLong(piece, 16);
        }
        return count;
    }
}
