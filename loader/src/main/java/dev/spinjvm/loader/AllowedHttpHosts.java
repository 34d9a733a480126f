package dev.spinjvm.loader;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/// The deprecated `allowed_http_hosts` in the form of `allowed_outbound_hosts`.
final class AllowedHttpHosts {
    private static final String ALLOW_ALL = "insecure:allow-all";

    private AllowedHttpHosts() {}

    /// The manifest with the deprecated lists turned into rules of the new form.
    static Manifest convertAll(Manifest manifest, ManifestText text) {
        var components = new LinkedHashMap<String, Manifest.Component>();
        manifest.components().forEach((id, component) -> components.put(id, convert(component, text)));
        return new Manifest(manifest.application(), manifest.variables(), manifest.triggers(), components);
    }

    private static Manifest.Component convert(Manifest.Component component, ManifestText text) {
        List<Located<String>> old = component.allowedHttpHosts();
        if (old.isEmpty()) {
            return component;
        }
        Position at = old.getFirst().at();
        List<Located<String>> converted = convert(old, text, at);
        String replacement = converted.stream().map(host -> Quoted.of(host.value())).collect(Collectors.joining(", ", "[", "]"));
        text.warn(at, "Use of the deprecated field `allowed_http_hosts`",
                "replace `allowed_http_hosts` with `allowed_outbound_hosts = " + replacement + "`");
        var hosts = new ArrayList<>(component.allowedOutboundHosts());
        hosts.addAll(converted);
        return component.withHosts(hosts);
    }

    /// Converts the entries; invalid ones are reported together at `at` and left out.
    static List<Located<String>> convert(List<Located<String>> entries, ManifestText text, Position at) {
        for (Located<String> entry : entries) {
            if (entry.value().equals(ALLOW_ALL)) {
                return List.of(new Located<>("http://*:*", entry.at()), new Located<>("https://*:*", entry.at()),
                        new Located<>("http://self", entry.at()));
            }
        }
        var hosts = new ArrayList<Located<String>>();
        var problems = new ArrayList<String>();
        for (Located<String> entry : entries) {
            String problem = problem(entry.value());
            if (problem != null) {
                problems.add(problem);
                continue;
            }
            String authority = authority(entry.value());
            hosts.add(new Located<>("http://" + authority, entry.at()));
            if (!authority.equals("self")) {
                hosts.add(new Located<>("https://" + authority, entry.at()));
            }
        }
        if (!problems.isEmpty()) {
            text.error(at, "One or more allowed_http_hosts entries was invalid:\n" + String.join("\n", problems));
        }
        return hosts;
    }

    private static @Nullable String problem(String entry) {
        String noHost = entry + " isn't a valid host or host:port string";
        int scheme = entry.indexOf("//");
        if (scheme >= 0 && !entry.startsWith("http://") && !entry.startsWith("https://")) {
            return noHost;
        }
        OutboundUrl url = OutboundUrl.parse(entry, "http").orElse(null);
        if (url == null) {
            return noHost;
        }
        try {
            NetworkHost.parse(url.host());
        } catch (LoadException e) {
            return noHost;
        }
        String rest = scheme < 0 ? entry : entry.substring(scheme + 2);
        int path = rest.indexOf('/');
        return path >= 0 && path < rest.length() - 1 ? entry + " contains a path, should be host and optional port only" : null;
    }

    private static String authority(String entry) {
        OutboundUrl url = OutboundUrl.parse(entry, "http").orElseThrow();
        boolean usual = url.port() == AllowedHost.wellKnownPort(url.scheme());
        return (usual ? url.host() : url.authority()).toLowerCase(Locale.ROOT);
    }
}
