package dev.spinjvm.loader.runtimeconfig;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;

/// Addresses that no component may connect to, whatever its rules say.
///
/// @param networks the ones listed
/// @param allPrivate whether every address is blocked, too, that is not routed on the Internet
public record BlockedNetworks(List<IpNetwork> networks, boolean allPrivate) {
    /// Nothing is blocked.
    public static final BlockedNetworks NONE = new BlockedNetworks(List.of(), false);

    /// What the registries of the IETF for special purposes say is not globally reachable, multicast and the reserved ends added.
    private static final List<IpNetwork> PRIVATE = networks("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16",
            "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24",
            "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4", "::/128", "::1/128", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32",
            "2002::/16", "3fff::/20", "5f00::/16", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8");

    public BlockedNetworks {
        networks = List.copyOf(networks);
    }

    private static List<IpNetwork> networks(String... texts) {
        return Arrays.stream(texts).map(text -> IpNetwork.parse(text).orElseThrow()).toList();
    }

    /// Whether nothing may connect to an address. An IPv4 address inside an IPv6 one counts as both.
    public boolean blocks(InetAddress address) {
        if (networks.stream().anyMatch(network -> network.contains(address))) {
            return true;
        }
        if (allPrivate && PRIVATE.stream().anyMatch(network -> network.contains(address))) {
            return true;
        }
        byte[] bytes = address.getAddress();
        boolean holdsV4 = bytes.length == 16 && startsWithZeros(bytes) && (bytes[10] == 0 && bytes[11] == 0 || bytes[10] == -1
                && bytes[11] == -1);
        return holdsV4 && blocks(v4(Arrays.copyOfRange(bytes, 12, 16)));
    }

    private static boolean startsWithZeros(byte[] bytes) {
        for (int i = 0; i < 10; i++) {
            if (bytes[i] != 0) {
                return false;
            }
        }
        return true;
    }

    private static InetAddress v4(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }
}
