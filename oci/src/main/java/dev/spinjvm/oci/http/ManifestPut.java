package dev.spinjvm.oci.http;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.Optional;

import dev.spinjvm.oci.RawManifest;
import dev.spinjvm.oci.RegistryException;
import dev.spinjvm.oci.Repository.Selector;

/// `PUT /v2/<name>/manifests/<reference>`
final class ManifestPut {
    private final Session session;
    private final String repository;

    ManifestPut(Session session, String repository) {
        this.session = session;
        this.repository = repository;
    }

    void run(RawManifest manifest, Selector selector) {
        String what = "manifest " + repository + selector;
        Call call = Call.of("PUT", session.uri("/v2/" + repository + "/manifests/" + selector.toString().substring(1)),
                Scopes.push(repository)).header("Content-Type", manifest.mediaType())
                .withBody(() -> BodyPublishers.ofByteArray(manifest.bytes()), _ -> {});
        try (Answer answer = session.send(call, what)) {
            if (answer.status() != Answer.CREATED && answer.status() != Answer.ACCEPTED && answer.status() != Answer.OK) {
                throw Problems.of(answer, what);
            }
            Optional<String> stored = answer.header("Docker-Content-Digest").filter(text -> text.startsWith("sha256:"));
            if (stored.isPresent() && !stored.get().equals(manifest.digest().toString())) {
                throw new RegistryException.DigestMismatch(what + " as stored", manifest.digest(), Texts.printable(stored.get()));
            }
        }
    }
}
