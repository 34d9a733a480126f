package dev.spinjvm.host;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/// Finds the addresses of a host name; may block.
@FunctionalInterface
public interface HostResolver {
    /// The resolver of the operating system.
    HostResolver SYSTEM = host -> List.of(InetAddress.getAllByName(host));

    /// @param host a name, or an address without brackets
    /// @return at least one address, the preferred one first
    List<InetAddress> resolve(String host) throws UnknownHostException;
}
