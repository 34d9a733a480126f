package dev.spinjvm.oci.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import dev.spinjvm.oci.RegistryException;
import org.jspecify.annotations.Nullable;

/// Which proxies requests go through, as the variables `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and `NO_PROXY` tell, in either case, the
/// way that other clients of registries read them. This machine itself is never reached through a proxy.
///
/// Immutable.
public final class Proxies {
    private static final String SCHEME = "http://";
    private static final int USUAL_PORT = 80;

    /// @param authorization for the proxy itself; `null` for none
    private record Server(String host, int port, @Nullable String authorization) {}

    private final @Nullable Server encrypted;
    private final @Nullable Server plain;
    private final List<String> exceptions;

    private Proxies(@Nullable Server encrypted, @Nullable Server plain, List<String> exceptions) {
        this.encrypted = encrypted;
        this.plain = plain;
        this.exceptions = exceptions;
    }

    /// No proxy at all.
    public static Proxies none() {
        return new Proxies(null, null, List.of());
    }

    /// @throws RegistryException.Local if a variable names no proxy that can be used
    public static Proxies of(Map<String, String> environment) {
        Server all = server(environment, "all_proxy", null);
        List<String> exceptions = Arrays.stream(value(environment, "no_proxy").toLowerCase(Locale.ROOT).split("[,\\s]+")).filter(
                text -> !text.isEmpty()).toList();
        return new Proxies(server(environment, "https_proxy", all), server(environment, "http_proxy", all), exceptions);
    }

    private static String value(Map<String, String> environment, String name) {
        String lower = environment.getOrDefault(name, "");
        return lower.isEmpty() ? environment.getOrDefault(name.toUpperCase(Locale.ROOT), "").strip() : lower.strip();
    }

    private static @Nullable Server server(Map<String, String> environment, String name, @Nullable Server otherwise) {
        String value = value(environment, name);
        if (value.isEmpty()) {
            return otherwise;
        }
        try {
            URI uri = new URI(value.contains("://") ? value : SCHEME + value);
            if (!"http".equals(uri.getScheme()) || uri.getHost() == null) {
                throw unusable(name);
            }
            String user = uri.getRawUserInfo();
            String authorization = user == null
                    ? null
                    : "Basic " + Base64.getEncoder().encodeToString(URLDecoder.decode(user.replace("+", "%2B"), StandardCharsets.UTF_8)
                            .getBytes(StandardCharsets.UTF_8));
            return new Server(uri.getHost(), uri.getPort() < 0 ? USUAL_PORT : uri.getPort(), authorization);
        } catch (URISyntaxException | IllegalArgumentException _) {
            throw unusable(name);
        }
    }

    /// The value is not shown: it may hold a password.
    private static RegistryException unusable(String name) {
        return new RegistryException.Local("the variable " + name.toUpperCase(Locale.ROOT)
                + " must name a proxy in the form http://[user:password@]host:port", null);
    }

    /// The proxy for an address, if there is one.
    private Optional<Server> find(URI uri) {
        Origin origin = Origin.of(uri);
        Server server = origin.isEncrypted() ? encrypted : plain;
        return server == null || origin.isLoopback() || isException(origin) ? Optional.empty() : Optional.of(server);
    }

    /// What to tell the proxy for an address, if it wants to know who asks.
    Optional<String> authorization(URI uri) {
        return find(uri).map(Server::authorization);
    }

    /// For clients of the JDK.
    public ProxySelector selector() {
        return new ProxySelector() {
            @Override
            public List<Proxy> select(URI uri) {
                return find(uri).map(server -> List.of(new Proxy(Proxy.Type.HTTP, new InetSocketAddress(server.host, server.port))))
                        .orElse(List.of(Proxy.NO_PROXY));
            }

            @Override
            public void connectFailed(URI uri, SocketAddress address, IOException problem) {
                // The request itself fails and tells.
            }
        };
    }

    private boolean isException(Origin origin) {
        String host = origin.host().replaceAll("^\\[|]$", "");
        return exceptions.stream().anyMatch(exception -> covers(exception, host, origin.port()));
    }

    /// `*`, a host with all below it, `.domain` with all below it, an address, a range of addresses, any with a port.
    private static boolean covers(String exception, String host, int port) {
        if (exception.equals("*")) {
            return true;
        }
        int colon = exception.lastIndexOf(':');
        boolean hasPort = colon > 0 && (exception.indexOf(':') == colon || exception.charAt(colon - 1) == ']');
        if (hasPort && !exception.substring(colon + 1).equals(String.valueOf(port))) {
            return false;
        }
        String name = (hasPort ? exception.substring(0, colon) : exception).replaceAll("^\\[|]$", "");
        if (name.indexOf('/') > 0) {
            return isWithin(host, name);
        }
        String domain = name.replaceFirst("^\\*?\\.", "");
        return host.equals(domain) && domain.equals(name) || host.endsWith("." + domain);
    }

    private static boolean isWithin(String host, String range) {
        int slash = range.indexOf('/');
        byte[] address = literal(host);
        byte[] network = literal(range.substring(0, slash));
        if (address == null || network == null || address.length != network.length || !range.substring(slash + 1).matches("\\d{1,3}")) {
            return false;
        }
        int bits = Math.min(Integer.parseInt(range.substring(slash + 1)), address.length * Byte.SIZE);
        for (int i = 0; i < bits; i++) {
            int mask = 0x80 >> i % Byte.SIZE;
            if ((address[i / Byte.SIZE] & mask) != (network[i / Byte.SIZE] & mask)) {
                return false;
            }
        }
        return true;
    }

    /// The bytes of an address; names are not resolved.
    private static byte @Nullable [] literal(String text) {
        try {
            return text.matches("[0-9.]+") || text.indexOf(':') >= 0 ? InetAddress.ofLiteral(text).getAddress() : null;
        } catch (IllegalArgumentException _) {
            return null;
        }
    }
}
