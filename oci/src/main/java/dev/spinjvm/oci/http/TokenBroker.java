package dev.spinjvm.oci.http;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import dev.spinjvm.oci.Credential;
import dev.spinjvm.oci.RegistryException;
import dev.spinjvm.oci.StrictJson;
import dev.spinjvm.oci.StrictJson.JsonException;
import org.jspecify.annotations.Nullable;

/// Asks token servers (distribution specification, token authentication and its OAuth2 form).
final class TokenBroker {
    private static final String CLIENT_ID = "spin";
    private static final int MAX_ANSWER = 1 << 20;
    private static final long USUAL_LIFE_SECONDS = 60;
    private static final long LONGEST_LIFE_SECONDS = 24 * 3600;

    private final Transport transport;
    private final Retry retry;
    private final InstantSource clock;

    TokenBroker(Transport transport, Retry retry, InstantSource clock) {
        this.transport = transport;
        this.retry = retry;
        this.clock = clock;
    }

    /// A token.
    ///
    /// @param renewAt when a fifth of its life is left
    record Token(String value, Instant renewAt) {
        @Override
        public String toString() {
            return "Token[]";
        }
    }

    /// The address of a challenge's token server.
    static URI realm(Challenge challenge, Origin registry) {
        String text = challenge.parameter("realm").orElseThrow(
                () -> new RegistryException.Malformed(registry + " wants a token without saying from where"));
        try {
            URI uri = new URI(text);
            Origin.of(uri);
            return uri;
        } catch (URISyntaxException _) {
            throw new RegistryException.Malformed(registry + " names an invalid address for tokens");
        }
    }

    /// @param credential `null` to ask anonymously; given only for a realm that may see it
    Token fetch(URI realm, @Nullable String service, List<String> scopes, @Nullable Credential credential) {
        String where = Origin.of(realm).toString();
        Call call = switch (credential) {
            case Credential.IdentityToken(String token) -> exchange(realm, service, scopes, token);
            case Credential.Basic _,Credential.BearerToken _ -> question(realm, service, scopes);
            case null -> question(realm, service, scopes);
        };
        String authorization = credential instanceof Credential.Basic basic ? basic(basic) : null;
        try (Answer answer = retry.run(where, () -> transport.send(call, authorization))) {
            boolean refused = answer.status() == Answer.UNAUTHORIZED || answer.status() == Answer.FORBIDDEN;
            if (refused || answer.status() == 400 && credential instanceof Credential.IdentityToken) {
                throw new RegistryException.Unauthorized(credential == null
                        ? "the token server " + where + " wants credentials"
                        : "the token server " + where + " does not accept the credentials", "Log in with `spin registry login`");
            }
            if (answer.status() != Answer.OK) {
                throw Problems.of(answer, "a token");
            }
            return read(answer.small("the token of " + where, MAX_ANSWER, transport.options().answerTimeout()), where);
        } catch (IOException e) {
            throw Problems.unreachable(where, e);
        } catch (InterruptedException _) {
            throw Retry.interrupted(where);
        }
    }

    static String basic(Credential.Basic basic) {
        return "Basic " + Base64.getEncoder().encodeToString((basic.user() + ":" + basic.password()).getBytes(StandardCharsets.UTF_8));
    }

    private static Call question(URI realm, @Nullable String service, List<String> scopes) {
        URI uri = service == null ? realm : Addresses.withParameter(realm, "service", encoded(service));
        for (String scope : scopes) {
            uri = Addresses.withParameter(uri, "scope", encoded(scope));
        }
        return Call.get(uri, List.of());
    }

    private static Call exchange(URI realm, @Nullable String service, List<String> scopes, String token) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "refresh_token");
        form.put("client_id", CLIENT_ID);
        if (service != null) {
            form.put("service", service);
        }
        if (!scopes.isEmpty()) {
            form.put("scope", String.join(" ", scopes));
        }
        form.put("refresh_token", token);
        String body = form.entrySet().stream().map(entry -> entry.getKey() + "=" + encoded(entry.getValue()))
                .collect(Collectors.joining("&"));
        return Call.of("POST", realm, List.of()).header("Content-Type", "application/x-www-form-urlencoded")
                .withBody(() -> BodyPublishers.ofString(body), _ -> {});
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private Token read(byte[] answer, String where) {
        try {
            Map<String, Object> tree = StrictJson.object(answer);
            String token = StrictJson.text(tree, "token");
            String value = token == null || token.isEmpty() ? StrictJson.text(tree, "access_token") : token;
            if (value == null || value.isEmpty() || !value.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
                throw new JsonException("there is no usable token");
            }
            long life = tree.get("expires_in") instanceof Long seconds && seconds > 0 ? seconds : USUAL_LIFE_SECONDS;
            Duration use = Duration.ofSeconds(Math.min(life, LONGEST_LIFE_SECONDS)).multipliedBy(4).dividedBy(5);
            return new Token(value, clock.instant().plus(use));
        } catch (JsonException e) {
            throw new RegistryException.Malformed("the answer of the token server " + where + " is not understood: " + e.getMessage());
        }
    }
}
