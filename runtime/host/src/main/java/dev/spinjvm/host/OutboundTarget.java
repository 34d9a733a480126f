package dev.spinjvm.host;

import dev.spinjvm.loader.AllowedOutboundHosts;
import dev.spinjvm.loader.OutboundUrl;
import dev.spinjvm.wasi.http.ErrorCode;
import dev.spinjvm.wasi.http.OutgoingHttp;
import java.util.Optional;

/// Where a permitted request goes. Whoever dials uses this and never reads the guest's text again.
sealed interface OutboundTarget {

    /// Over the network.
    ///
    /// @param host as it stands in a URL, IPv6 in brackets
    record Network(String scheme, String host, int port) implements OutboundTarget {

        /// The value of the `host` header.
        String authority() {
            return port == defaultPort(scheme) ? host : host + ":" + port;
        }
    }

    /// To another component of the application.
    record Component(OutgoingHttp way) implements OutboundTarget {}

    /// Nowhere.
    record Refused(ErrorCode error) implements OutboundTarget {}

    /// Decides by the component's permissions, before anything is resolved.
    static OutboundTarget of(OutgoingHttp.Request request, OutboundPolicy policy) {
        String scheme = request.scheme() == null ? "https" : request.scheme();
        String authority = request.authority();
        if (authority == null) {
            return self(policy);
        }
        Optional<OutboundUrl> parsed = OutboundUrl.parse(scheme + "://" + authority, scheme);
        if (parsed.isEmpty()) {
            return new Refused(ErrorCode.of(ErrorCode.Kind.HTTP_REQUEST_DENIED));
        }
        OutboundUrl url = parsed.get();
        if (url.host().equals("self.alt")) {
            return self(policy);
        }
        if (!policy.allowed().allows(url)) {
            policy.disallowed().accept(new DisallowedHost(url.scheme(), url.authority()));
            return new Refused(ErrorCode.of(ErrorCode.Kind.HTTP_REQUEST_DENIED));
        }
        return AllowedOutboundHosts.serviceChainingTarget(url.host()).map(id -> chained(id, policy))
                .orElseGet(() -> new Network(scheme, url.host(), url.port() < 0 ? defaultPort(scheme) : url.port()));
    }

    private static OutboundTarget self(OutboundPolicy policy) {
        if (!policy.allowed().allowsRelativeSelf("http", "https")) {
            policy.disallowed().accept(new DisallowedHost("http", "self"));
            return new Refused(ErrorCode.of(ErrorCode.Kind.HTTP_REQUEST_DENIED));
        }
        return policy.self().get().<OutboundTarget>map(origin -> new Network(origin.scheme(), origin.host(), origin.port()))
                .orElseGet(() -> new Refused(ErrorCode.of(ErrorCode.Kind.HTTP_REQUEST_URI_INVALID)));
    }

    private static OutboundTarget chained(String id, OutboundPolicy policy) {
        return policy.chained().apply(id).<OutboundTarget>map(Component::new)
                .orElseGet(() -> new Refused(ErrorCode.internal("component '" + id + "' cannot be called by service chaining")));
    }

    private static int defaultPort(String scheme) {
        return scheme.equals("https") ? 443 : 80;
    }
}
