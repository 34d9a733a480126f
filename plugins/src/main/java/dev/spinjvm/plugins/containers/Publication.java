package dev.spinjvm.plugins.containers;

import dev.spinjvm.plugins.drivers.DriverException;
import dev.spinjvm.plugins.images.AppImage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.List;

/// Where the port of a container appears on the host.
///
/// @param host as the user wrote it, IPv6 in brackets
/// @param port on the host
record Publication(String host, int port) {
    /// How many ports are tried, as the HTTP trigger does.
    private static final int TRIED = 10;

    /// Chooses the port.
    ///
    /// @param listen the address and port that the user wants; port 0 for any
    /// @param findFreePort whether one of the next ports will do
    static Publication of(String listen, boolean findFreePort) {
        int colon = listen.lastIndexOf(':');
        String host = listen.substring(0, colon);
        int wanted = Integer.parseInt(listen.substring(colon + 1));
        if (wanted != 0 && !findFreePort) {
            return new Publication(host, wanted);
        }
        int last = wanted == 0 ? 0 : Math.min(wanted + TRIED - 1, 0xffff);
        for (int port = wanted; port <= last; port++) {
            try (ServerSocket socket = new ServerSocket(port, 1, address(host))) {
                return new Publication(host, socket.getLocalPort());
            } catch (IOException _) {
                // In use.
            }
        }
        throw new DriverException("No port is free at " + listen + (wanted == 0 ? "" : " and the " + (TRIED - 1) + " after it"));
    }

    private static InetAddress address(String host) throws UnknownHostException {
        return InetAddress.getByName(host);
    }

    /// Arguments for `run`. Engines want the address as a number.
    List<String> arguments() {
        try {
            InetAddress address = address(host);
            String number = address.getHostAddress();
            return List.of("--publish", (number.contains(":") ? "[" + number + "]" : number) + ":" + port + ":" + AppImage.PORT);
        } catch (UnknownHostException e) {
            throw new DriverException("The host '" + host + "' to listen on is not known", e);
        }
    }

    /// A line of the trigger's, with the address that it knows in place of the one that others reach it by.
    String translate(String line) {
        return line.replace("://0.0.0.0:" + AppImage.PORT, "://" + host + ":" + port);
    }
}
