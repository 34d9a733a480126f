package dev.spinjvm.oci.http;

import java.io.IOException;
import java.net.URI;
import java.util.List;

import dev.spinjvm.oci.RegistryException;
import org.jspecify.annotations.Nullable;

/// Conversation with one registry on behalf of one credential.
final class Session {
    private final Origin registry;
    private final Transport transport;
    private final Authorizer authorizer;
    private final Retry retry;

    Session(Origin registry, Transport transport, Authorizer authorizer, Retry retry) {
        this.registry = registry;
        this.transport = transport;
        this.authorizer = authorizer;
        this.retry = retry;
    }

    RegistryOptions options() {
        return transport.options();
    }

    Origin registry() {
        return registry;
    }

    Retry retry() {
        return retry;
    }

    URI uri(String path) {
        return registry.resolve(path);
    }

    /// Sends until there is an answer that another attempt would not change.
    ///
    /// @param what is asked for, for messages
    Answer send(Call call, String what) {
        return retry.run(registry.toString(), () -> once(call, what));
    }

    /// Sends once, and a second time with credentials if they are asked for.
    Answer once(Call call, String what) throws IOException, InterruptedException {
        if (!Origin.of(call.uri()).equals(registry)) {
            throw new RegistryException.Refused(registry + " asks to continue at another host, " + Origin.of(call.uri()));
        }
        String authorization = authorizer.current(call.scopes());
        Answer answer = transport.send(call, authorization);
        if (!isChallenge(answer)) {
            return answer;
        }
        String next = authorization(answer, call, authorization);
        answer.close();
        answer = transport.send(call, next);
        if (isChallenge(answer)) {
            answer.close();
            throw authorizer.refused(what);
        }
        return answer;
    }

    /// Only the registry itself is answered; a host that it redirects to has no claim.
    private boolean isChallenge(Answer answer) {
        return answer.status() == Answer.UNAUTHORIZED && Origin.of(answer.uri()).equals(registry);
    }

    private String authorization(Answer answer, Call call, @Nullable String used) {
        List<Challenge> challenges = Challenge.parse(answer.headers().allValues("WWW-Authenticate"));
        return authorizer.answer(challenges, call.scopes(), used);
    }
}
