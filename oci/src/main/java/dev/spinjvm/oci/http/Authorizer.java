package dev.spinjvm.oci.http;

import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

import dev.spinjvm.oci.Credential;
import dev.spinjvm.oci.CredentialSource;
import dev.spinjvm.oci.RegistryException;
import org.jspecify.annotations.Nullable;

/// Proves to one registry who asks, in the way it wants. Learns that way from its first refusal.
final class Authorizer {
    private static final String LOGIN = "Log in with `spin registry login`";

    private sealed interface Way {
        record Unknown() implements Way {}

        record Basic() implements Way {}

        record Bearer(URI realm, @Nullable String service) implements Way {}
    }

    private final Origin registry;
    private final CredentialSource.@Nullable Found found;
    private final TokenBroker broker;
    private final RealmPolicy realms;
    /// Whether being let in without the credential counts as a failure.
    private final boolean strict;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<List<String>, TokenBroker.Token> tokens = new HashMap<>();
    private Way way = new Way.Unknown();
    private @Nullable Origin withheldFrom;

    Authorizer(Origin registry, CredentialSource.@Nullable Found found, TokenBroker broker, RealmPolicy realms, boolean strict,
            InstantSource clock) {
        this.registry = registry;
        this.found = found;
        this.broker = broker;
        this.realms = realms;
        this.strict = strict;
        this.clock = clock;
    }

    /// What to send with a first attempt, as far as it is known; may ask the token server for a new token in place of an old one.
    @Nullable
    String current(List<String> scopes) {
        lock.lock();
        try {
            return switch (way) {
                case Way.Unknown() -> null;
                case Way.Basic() -> found != null && found.credential() instanceof Credential.Basic basic ? TokenBroker.basic(basic) : null;
                case Way.Bearer bearer -> {
                    TokenBroker.Token token = tokens.get(scopes);
                    yield bearerHeader(token != null && clock.instant().isBefore(token.renewAt()) ? token : fetch(bearer, scopes));
                }
            };
        } finally {
            lock.unlock();
        }
    }

    /// What to send after a refusal.
    ///
    /// @param used what was refused
    /// @throws RegistryException.Unauthorized if there is nothing else to try
    String answer(List<Challenge> challenges, List<String> scopes, @Nullable String used) {
        lock.lock();
        try {
            Optional<Challenge> bearer = challenges.stream().filter(challenge -> challenge.scheme().equals("bearer")).findFirst();
            if (bearer.isPresent()) {
                return bearer(bearer.get(), scopes, used);
            }
            if (challenges.stream().noneMatch(challenge -> challenge.scheme().equals("basic"))) {
                throw new RegistryException.Unauthorized(registry + " refuses without saying how to log in", LOGIN);
            }
            way = new Way.Basic();
            return basic(used);
        } finally {
            lock.unlock();
        }
    }

    private String basic(@Nullable String used) {
        if (found == null) {
            throw new RegistryException.Unauthorized(registry + " wants a user name and a password", LOGIN);
        }
        if (!(found.credential() instanceof Credential.Basic basic)) {
            throw new RegistryException.Unauthorized(registry + " wants a user name and a password, but there is only a token from "
                    + found.origin(), LOGIN);
        }
        String header = TokenBroker.basic(basic);
        if (header.equals(used)) {
            throw notAccepted(found);
        }
        return header;
    }

    private RegistryException notAccepted(CredentialSource.Found refused) {
        return new RegistryException.Unauthorized(registry + " does not accept the credentials from " + refused.origin(),
                "Check them, or log in again with `spin registry login`");
    }

    private String bearer(Challenge challenge, List<String> scopes, @Nullable String used) {
        URI realm = TokenBroker.realm(challenge, registry);
        realms.check(Origin.of(realm));
        var bearer = new Way.Bearer(realm, challenge.parameter("service").orElse(null));
        way = bearer;
        TokenBroker.Token known = tokens.get(scopes);
        // Another thread may have got a new token while this one was being refused.
        if (known != null && !bearerHeader(known).equals(used)) {
            return bearerHeader(known);
        }
        return bearerHeader(fetch(bearer, scopes));
    }

    private static String bearerHeader(TokenBroker.Token token) {
        return "Bearer " + token.value();
    }

    private TokenBroker.Token fetch(Way.Bearer bearer, List<String> scopes) {
        if (found != null && found.credential() instanceof Credential.BearerToken(String token)) {
            var own = new TokenBroker.Token(token, Instant.MAX);
            tokens.put(scopes, own);
            return own;
        }
        Origin realm = Origin.of(bearer.realm());
        Credential credential = found == null ? null : found.credential();
        if (credential != null && !realms.maySeeCredentials(realm)) {
            if (strict) {
                throw new RegistryException.Refused(registry + " asks to send the credentials to another host, " + realm, trustHint(realm));
            }
            withheldFrom = realm;
            credential = null;
        }
        TokenBroker.Token token = broker.fetch(bearer.realm(), bearer.service(), scopes, credential);
        tokens.put(scopes, token);
        return token;
    }

    private static String trustHint(Origin realm) {
        return "If you trust that host with them, name it in SPIN_TRUSTED_TOKEN_HOSTS=" + realm.host();
    }

    /// Why everything was in vain.
    RegistryException refused(String what) {
        lock.lock();
        try {
            if (withheldFrom != null) {
                return new RegistryException.Unauthorized("access to " + what
                        + " needs credentials, which were not sent because the registry names another host for them, " + withheldFrom,
                        trustHint(withheldFrom));
            }
            return found == null
                    ? new RegistryException.Unauthorized("access to " + what + " needs credentials, or it does not exist", LOGIN)
                    : notAccepted(found);
        } finally {
            lock.unlock();
        }
    }
}
