package dev.spinjvm.trigger.http;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;

/// How the server listens.
///
/// @param findFreePort whether following ports are tried while one is in use
/// @param maxHeadBytes how large the head of a request may be
/// @param idleTimeout how long a connection may be silent while no guest works for it
record HttpServerSettings(InetSocketAddress address, Optional<TlsIdentity> tls, boolean findFreePort, int maxHeadBytes,
        Duration idleTimeout) {}
