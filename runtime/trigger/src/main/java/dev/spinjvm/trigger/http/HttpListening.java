package dev.spinjvm.trigger.http;

import java.net.InetSocketAddress;
import java.util.List;

/// Where a started trigger listens, and for what.
///
/// @param address the address bound
/// @param baseUrl scheme, address and port
/// @param routes in the order in which they are tried
public record HttpListening(InetSocketAddress address, String baseUrl, List<StartupReport.Entry> routes) {}
