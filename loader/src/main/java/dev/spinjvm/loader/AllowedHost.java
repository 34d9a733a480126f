package dev.spinjvm.loader;

import org.jspecify.annotations.Nullable;

/// One entry of `allowed_outbound_hosts`: `<scheme>://<host>[:<port>]`.
///
/// @param text as the user wrote it
/// @param scheme `null` for any
record AllowedHost(String text, @Nullable String scheme, Hosts host, Ports ports) {
    static final String CHAINING_DOMAIN = "spin.internal";
    static final String CHAINING_SUFFIX = "." + CHAINING_DOMAIN;
    private static final String LEARN_MORE = "\nLearn more: https://spinframework.dev/v3/http-outbound#granting-http-permissions-to-components";

    /// Which hosts an entry is about.
    sealed interface Hosts {
        record Any() implements Hosts {}

        /// Every domain that ends in `suffix`, which starts with a dot.
        record Subdomains(String suffix) implements Hosts {}

        /// The application itself.
        record Self() implements Hosts {}

        record Exactly(NetworkHost host) implements Hosts {}

        record Network(NetworkHost.Address address, int prefix) implements Hosts {
            boolean contains(NetworkHost.Address other) {
                return other.v6() == address.v6() && other.truncate(prefix).equals(address);
            }
        }
    }

    /// Ports from `first` to `last`, both included; an empty range has `last < first`.
    record Ports(int first, int last) {
        static final Ports ANY = new Ports(0, 0xffff);

        boolean contains(int port) {
            return port >= first && port <= last;
        }
    }

    static AllowedHost parse(String original) {
        String text = original.strip();
        int separator = text.indexOf("://");
        if (separator < 0) {
            throw noScheme(text);
        }
        String scheme = text.substring(0, separator);
        String rest = text.substring(separator + 3);
        String host = rest;
        String port = "";
        int colon = rest.lastIndexOf(':');
        // The last colon may belong to an IPv6 address or network rather than stand before a port.
        if (colon >= 0 && (colon == rest.length() - 1 || !isHost(rest))) {
            host = rest.substring(0, colon);
            port = withoutSlash(rest.substring(colon + 1), text);
        }
        return new AllowedHost(original, schemeAfterPort(scheme, port), hostInContext(host), parsePorts(port, scheme));
    }

    private static @Nullable String schemeAfterPort(String scheme, String port) {
        try {
            // A bad port is reported before a bad scheme.
            parsePorts(port, scheme);
        } catch (AllowedHostException e) {
            throw new AllowedHostException("Invalid allowed host port " + Quoted.of(port), e);
        }
        try {
            return parseScheme(scheme);
        } catch (AllowedHostException e) {
            throw new AllowedHostException("Invalid allowed host scheme " + Quoted.of(scheme), e);
        }
    }

    private static AllowedHostException noScheme(String text) {
        return switch (text) {
            case "*", ":", "", "?" -> new AllowedHostException(Quoted.of(text)
                    + " is not an allowed outbound host format.\nHosts must be in the form <scheme>://<host>[:<port>], with '*' wildcards allowed for each.\n"
                    + "If you intended to allow all outbound networking, you can use '*://*:*' - this will obviate all network sandboxing."
                    + LEARN_MORE);
            default -> new AllowedHostException(
                    Quoted.of(text) + " does not contain a scheme (e.g., 'http://' or '*://')" + LEARN_MORE);
        };
    }

    private static String withoutSlash(String port, String text) {
        int slash = port.indexOf('/');
        if (slash < 0) {
            return port;
        }
        if (slash != port.length() - 1) {
            throw new AllowedHostException(Quoted.of(text) + " has a path but is not allowed to");
        }
        return port.substring(0, slash);
    }

    private static @Nullable String parseScheme(String scheme) {
        if (scheme.equals("*")) {
            return null;
        }
        if (scheme.startsWith("{")) {
            throw new AllowedHostException("scheme lists are not supported");
        }
        if (!scheme.codePoints().allMatch(Character::isAlphabetic)) {
            throw new AllowedHostException("only alphabetic characters are allowed");
        }
        return scheme;
    }

    private static Ports parsePorts(String port, String scheme) {
        if (port.isEmpty()) {
            int known = wellKnownPort(scheme);
            if (known < 0) {
                throw new AllowedHostException(
                        "no port was provided and the scheme " + Quoted.of(scheme) + " does not have a known default port number");
            }
            return new Ports(known, known);
        }
        if (port.equals("*")) {
            return Ports.ANY;
        }
        if (port.startsWith("{")) {
            throw new AllowedHostException("port lists are not yet supported");
        }
        int dots = port.indexOf("..");
        if (dots >= 0) {
            int first = portNumber(port.substring(0, dots));
            int end = portNumber(port.substring(dots + 2));
            if (first < 0 || end < 0) {
                throw new AllowedHostException("port range " + Quoted.of(port) + " contains non-number");
            }
            return new Ports(first, end - 1);
        }
        int number = portNumber(port);
        if (number < 0) {
            throw new AllowedHostException("port " + Quoted.of(port) + " is not a number");
        }
        return new Ports(number, number);
    }

    private static int portNumber(String text) {
        String digits = text.startsWith("+") ? text.substring(1) : text;
        boolean decimal = !digits.isEmpty() && digits.length() <= 9 && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        int number = decimal ? Integer.parseInt(digits) : -1;
        return number > 0xffff ? -1 : number;
    }

    private static Hosts hostInContext(String host) {
        try {
            return parseHost(host);
        } catch (LoadException e) {
            throw new AllowedHostException("Invalid allowed host " + Quoted.of(host), e);
        }
    }

    private static boolean isHost(String text) {
        try {
            parseHost(text);
            return true;
        } catch (LoadException e) {
            return false;
        }
    }

    private static Hosts parseHost(String text) {
        String host = text.strip();
        if (host.startsWith("{")) {
            throw new AllowedHostException("host lists are not yet supported");
        }
        Hosts.Network network = parseNetwork(host);
        if (network != null) {
            return network;
        }
        host = host.endsWith("/") ? host.substring(0, host.length() - 1) : host;
        if (host.indexOf('/') >= 0) {
            throw new AllowedHostException("must not include a path");
        }
        return switch (host) {
            case "*" -> new Hosts.Any();
            case "self", "self.alt" -> new Hosts.Self();
            default -> host.indexOf('*') < 0 ? new Hosts.Exactly(NetworkHost.parse(host)) : parseSubdomains(host);
        };
    }

    private static Hosts parseSubdomains(String host) {
        if (!host.startsWith("*.")) {
            throw new AllowedHostException("wildcards are allowed only as subdomains");
        }
        String domain = host.substring(2);
        if (domain.indexOf('*') >= 0) {
            throw new AllowedHostException("wildcards are allowed only as prefixes");
        }
        NetworkHost suffix;
        try {
            suffix = NetworkHost.parse(domain);
        } catch (LoadException e) {
            throw new AllowedHostException("invalid wildcard host " + Quoted.of(host), e);
        }
        return switch (suffix) {
            case NetworkHost.Domain(String name) -> new Hosts.Subdomains("." + name);
            case NetworkHost.Address _ -> throw new AllowedHostException("wildcard suffix must be a domain");
        };
    }

    private static Hosts.@Nullable Network parseNetwork(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            return null;
        }
        String address = text.substring(0, slash);
        NetworkHost.Address parsed = address.indexOf(':') >= 0 ? NetworkHost.parseV6(address) : NetworkHost.parseV4(address);
        int prefix = portNumber(text.substring(slash + 1));
        if (parsed == null || prefix < 0 || prefix > parsed.bits()) {
            return null;
        }
        return new Hosts.Network(parsed.truncate(prefix), prefix);
    }

    /// The usual port of a scheme, or -1.
    static int wellKnownPort(String scheme) {
        return switch (scheme) {
            case "postgres" -> 5432;
            case "mysql" -> 3306;
            case "redis" -> 6379;
            case "mqtt" -> 1883;
            case "http" -> 80;
            case "https" -> 443;
            default -> -1;
        };
    }

    boolean allowsScheme(String other) {
        return scheme == null || scheme.equals(other);
    }

    boolean allows(String otherScheme, NetworkHost other, int port) {
        return allowsScheme(otherScheme) && ports.contains(port) && allowsHost(other);
    }

    private boolean allowsHost(NetworkHost other) {
        return switch (host) {
            case Hosts.Any() -> true;
            case Hosts.Subdomains(String suffix) -> other instanceof NetworkHost.Domain(String name) && name.endsWith(suffix);
            case Hosts.Exactly(NetworkHost exactly) -> exactly.equals(other);
            case Hosts.Network network -> other instanceof NetworkHost.Address address && network.contains(address);
            case Hosts.Self() -> false;
        };
    }

    boolean allowsSelf() {
        return switch (host) {
            case Hosts.Any(),Hosts.Self() -> true;
            case Hosts.Subdomains _,Hosts.Exactly _,Hosts.Network _ -> false;
        };
    }

    /// Whether the entry asks for calls from one component to another.
    boolean isForServiceChaining() {
        return switch (host) {
            case Hosts.Exactly(NetworkHost.Domain(String name)) -> name.endsWith(CHAINING_SUFFIX);
            case Hosts.Subdomains(String suffix) -> suffix.equals(CHAINING_SUFFIX);
            case Hosts.Exactly _,Hosts.Any _,Hosts.Self _,Hosts.Network _ -> false;
        };
    }

    boolean isAnyComponent() {
        return host instanceof Hosts.Subdomains(String suffix) && suffix.equals(CHAINING_SUFFIX);
    }

    AllowedHost withHost(NetworkHost exactly) {
        return new AllowedHost(text, scheme, new Hosts.Exactly(exactly), ports);
    }
}
