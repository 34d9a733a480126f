package dev.spinjvm.trigger.http;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/// Addresses to listen on, as the user writes them and as they are shown.
public final class ListenAddress {
    private ListenAddress() {}

    /// Reads `host:port`, `1.2.3.4:port` or `[v6]:port`. A name is looked up; `127.0.0.1` is preferred over its other addresses.
    ///
    /// @throws IllegalArgumentException with a message for the user
    public static InetSocketAddress parse(String text) {
        int colon = text.lastIndexOf(':');
        if (colon <= 0 || colon == text.length() - 1) {
            throw new IllegalArgumentException("invalid socket address '" + text
                    + "': expected an address and a port, such as 127.0.0.1:3000");
        }
        String host = text.substring(0, colon);
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        if (!bracketed && host.indexOf(':') >= 0) {
            throw new IllegalArgumentException("invalid socket address '" + text
                    + "': write an IPv6 address in brackets, such as [::1]:3000");
        }
        return new InetSocketAddress(resolve(bracketed ? host.substring(1, host.length() - 1) : host), port(text, text.substring(colon
                + 1)));
    }

    /// `ip:port`, with brackets around an IPv6 address.
    public static String display(InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        int scope = host.indexOf('%');
        String plain = scope < 0 ? host : host.substring(0, scope);
        return (plain.indexOf(':') >= 0 ? "[" + shorten(plain) + "]" : plain) + ":" + address.getPort();
    }

    private static InetAddress resolve(String host) {
        try {
            InetAddress[] addresses = InetAddress.getAllByName(host);
            return Arrays.stream(addresses).filter(address -> address.getHostAddress().equals("127.0.0.1")).findFirst().orElse(
                    addresses[0]);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("couldn't resolve address '" + host + "'", e);
        }
    }

    private static int port(String text, String digits) {
        try {
            int port = Integer.parseInt(digits);
            if (port >= 0 && port <= 65535) {
                return port;
            }
        } catch (NumberFormatException _) {
            // falls through to the one message for every bad port
        }
        throw new IllegalArgumentException("invalid socket address '" + text + "': '" + digits + "' is not a port number");
    }

    // The longest run of zero groups becomes "::" (RFC 5952), as every other program shows the address.
    private static String shorten(String address) {
        String[] groups = address.split(":", -1);
        int bestStart = -1;
        int bestLength = 1;
        for (int i = 0; i < groups.length; i++) {
            int end = i;
            while (end < groups.length && groups[end].equals("0")) {
                end++;
            }
            if (end - i > bestLength) {
                bestStart = i;
                bestLength = end - i;
            }
        }
        if (bestStart < 0) {
            return address;
        }
        return String.join(":", Arrays.copyOfRange(groups, 0, bestStart)) + "::"
                + String.join(":", Arrays.copyOfRange(groups, bestStart + bestLength, groups.length));
    }
}
