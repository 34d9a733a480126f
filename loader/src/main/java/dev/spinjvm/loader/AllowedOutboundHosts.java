package dev.spinjvm.loader;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/// Which hosts a component may call: its `allowed_outbound_hosts`, resolved.
///
/// Immutable and safe for use by many threads; a check does not allocate beyond reading the host.
public final class AllowedOutboundHosts {
    private static final AllowedOutboundHosts NONE = new AllowedOutboundHosts(List.of());
    /// What an empty variable leaves of an entry: the endpoint is optional and not used.
    private static final Set<String> BLANK = Set.of("", "http://", "https://");

    private final List<AllowedHost> entries;

    private AllowedOutboundHosts(List<AllowedHost> entries) {
        this.entries = List.copyOf(entries);
    }

    /// Nothing is allowed.
    public static AllowedOutboundHosts none() {
        return NONE;
    }

    /// Reads the entries of one component.
    ///
    /// @param valueOf gives the value of an application variable; it throws [VariableException] for one without a value
    /// @param componentIds what `*.spin.internal` stands for
    /// @throws AllowedHostException for an entry that is not in the form `<scheme>://<host>[:<port>]`
    /// @throws VariableException for a template that cannot be read or resolved
    public static AllowedOutboundHosts parse(List<String> patterns, UnaryOperator<String> valueOf, Collection<String> componentIds) {
        refuseAllowAll(patterns);
        var entries = new ArrayList<AllowedHost>();
        for (String pattern : patterns) {
            Template template = Template.parse(pattern);
            String text = template.isLiteral() ? pattern : template.resolve(valueOf);
            if (!template.isLiteral() && BLANK.contains(text)) {
                continue;
            }
            AllowedHost entry = AllowedHost.parse(text);
            if (entry.isAnyComponent()) {
                componentIds.forEach(id -> entries.add(entry.withHost(new NetworkHost.Domain(id + AllowedHost.CHAINING_SUFFIX))));
            } else {
                entries.add(entry);
            }
        }
        return new AllowedOutboundHosts(entries);
    }

    static void refuseAllowAll(List<String> patterns) {
        if (patterns.equals(List.of("insecure:allow-all"))) {
            throw new AllowedHostException(
                    "'insecure:allow-all' is not allowed - use '*://*:*' instead if you really want to allow all outbound traffic'");
        }
    }

    /// Checks one entry as far as possible before the variables are known.
    ///
    /// @param defaultOf gives the default of a variable; an entry with a variable for which it throws [VariableException] is let pass
    static void validate(String pattern, UnaryOperator<String> defaultOf) {
        Template template = Template.parse(pattern);
        if (template.isLiteral()) {
            AllowedHost.parse(pattern);
            return;
        }
        String text;
        try {
            text = template.resolve(defaultOf);
        } catch (VariableException e) {
            return;
        }
        try {
            if (!BLANK.contains(text)) {
                AllowedHost.parse(text);
            }
        } catch (AllowedHostException e) {
            throw new AllowedHostException("using default variable value(s) with template " + Quoted.of(template.toString())
                    + " results in invalid config " + Quoted.of(text), e);
        }
    }

    /// Whether a component may call `host`, a domain or an address (IPv6 with or without brackets).
    ///
    /// @param port -1 for the usual port of the scheme
    public boolean allows(String scheme, String host, int port) {
        NetworkHost parsed;
        try {
            boolean bareV6 = host.indexOf(':') >= 0 && !host.startsWith("[");
            parsed = NetworkHost.parse(bareV6 ? "[" + host + "]" : host);
        } catch (LoadException e) {
            return false;
        }
        return allows(scheme, parsed, port);
    }

    /// Whether a component may call the address.
    public boolean allows(OutboundUrl url) {
        return allows(url.scheme(), url.host(), url.port());
    }

    /// Whether a component may call an address it gave as such, as sockets do. Rules about domains never allow an address.
    public boolean allowsAddress(String scheme, InetAddress address, int port) {
        return allows(scheme, NetworkHost.Address.of(address), port);
    }

    /// Whether a component may call its own application with one of the schemes: a relative URL or the host `self.alt`.
    public boolean allowsRelativeSelf(String... schemes) {
        for (AllowedHost entry : entries) {
            for (String scheme : schemes) {
                if (entry.allowsSelf() && entry.allowsScheme(scheme)) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean allows(String scheme, NetworkHost host, int port) {
        int number = port < 0 ? AllowedHost.wellKnownPort(scheme) : port;
        for (AllowedHost entry : entries) {
            // An unknown port is allowed only where every port is.
            if (entry.allows(scheme, host, number) || (number < 0 && entry.ports().equals(AllowedHost.Ports.ANY) && entry.allows(scheme,
                    host, 0))) {
                return true;
            }
        }
        return false;
    }

    /// Whether an entry of `allowed_outbound_hosts` needs a host in which components of an application can call each other.
    public static boolean isForServiceChaining(String pattern) {
        try {
            return AllowedHost.parse(pattern).isForServiceChaining();
        } catch (LoadException e) {
            // A pattern with variables demands nothing: what it stands for is not known yet.
            return false;
        }
    }

    /// The component that a host of the form `<component>.spin.internal`, with or without a port, names.
    public static Optional<String> serviceChainingTarget(String host) {
        int colon = host.lastIndexOf(':');
        String name = colon < 0 ? host : host.substring(0, colon);
        int dot = name.indexOf('.');
        return dot > 0 && name.substring(dot + 1).equals(AllowedHost.CHAINING_DOMAIN)
                ? Optional.of(name.substring(0, dot))
                : Optional.empty();
    }

    /// The entries as written.
    public List<String> patterns() {
        return entries.stream().map(AllowedHost::text).toList();
    }

    @Override
    public String toString() {
        return patterns().toString();
    }
}
