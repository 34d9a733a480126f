package dev.spinjvm.oci.http;

import java.util.Map;
import java.util.Set;

import dev.spinjvm.oci.RegistryException;

/// Which token servers may see the credentials of a registry. A registry can name any address for its tokens, so an address alone is no
/// reason to send a password there.
final class RealmPolicy {
    /// Hosts known to serve tokens for registries with another name.
    private static final Map<String, Set<String>> KNOWN = Map.of("registry-1.docker.io", Set.of("auth.docker.io"), "registry.gitlab.com",
            Set.of("gitlab.com"));

    private final Origin registry;
    private final Set<String> trusted;

    RealmPolicy(Origin registry, Set<String> trusted) {
        this.registry = registry;
        this.trusted = trusted;
    }

    /// @throws RegistryException.Refused if not even an anonymous request may go there
    void check(Origin realm) {
        if (!realm.isEncrypted() && registry.isEncrypted()) {
            throw new RegistryException.Refused(registry + " sends to a token server without encryption: " + realm);
        }
    }

    /// The same host, one above or below it in the same domain, a known pair, or one that the user trusts.
    boolean maySeeCredentials(Origin realm) {
        if (!realm.isEncrypted() && registry.isEncrypted()) {
            return false;
        }
        String own = registry.host();
        String other = realm.host();
        boolean related = other.equals(own) || KNOWN.getOrDefault(own, Set.of()).contains(other) || isBelow(other, own)
                || (other.indexOf('.') >= 0 && isBelow(own, other));
        // Without encryption anybody on the way can write the challenge: only the very same host then.
        return trusted.contains(other) || (realm.isEncrypted() ? related : other.equals(own));
    }

    /// Names only: the digits of an address have no such order.
    private static boolean isBelow(String host, String domain) {
        return host.endsWith("." + domain) && Character.isLetter(host.charAt(host.length() - 1));
    }
}
