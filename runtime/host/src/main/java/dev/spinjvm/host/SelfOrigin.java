package dev.spinjvm.host;

/// Where an application reaches itself: the address that its own HTTP server listens on.
///
/// @param scheme `http` or `https`
/// @param host as it stands in a URL, IPv6 in brackets
public record SelfOrigin(String scheme, String host, int port) {}
