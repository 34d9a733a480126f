package dev.spinjvm.loader.runtimeconfig;

import java.net.InetAddress;
import java.util.Optional;

/// All addresses that begin with the same bits.
///
/// @param base an address of the network
/// @param prefix how many bits
public record IpNetwork(InetAddress base, int prefix) {
    /// Reads `10.0.0.0/8` or `fc00::/7`; an address alone is a network of one.
    public static Optional<IpNetwork> parse(String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        String digits = slash < 0 ? "" : text.substring(slash + 1);
        boolean literal = address.chars().allMatch(c -> Character.digit(c, 16) >= 0 && c < 0x80 || c == '.' || c == ':');
        boolean v4 = address.indexOf(':') < 0;
        boolean number = slash < 0 || !digits.isEmpty() && digits.length() <= 3 && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!literal || address.isEmpty() || !number || v4 && address.chars().filter(c -> c == '.').count() != 3) {
            return Optional.empty();
        }
        try {
            InetAddress base = InetAddress.ofLiteral(address);
            int bits = base.getAddress().length * Byte.SIZE;
            int prefix = slash < 0 ? bits : Integer.parseInt(digits);
            return prefix <= bits && v4 == (bits == 32) ? Optional.of(new IpNetwork(base, prefix)) : Optional.empty();
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /// Whether an address begins with the network's bits.
    public boolean contains(InetAddress address) {
        byte[] mine = base.getAddress();
        byte[] other = address.getAddress();
        if (mine.length != other.length) {
            return false;
        }
        for (int bit = 0; bit < prefix; bit++) {
            int mask = 0x80 >> bit % Byte.SIZE;
            if ((mine[bit / Byte.SIZE] & mask) != (other[bit / Byte.SIZE] & mask)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return base.getHostAddress() + "/" + prefix;
    }
}
