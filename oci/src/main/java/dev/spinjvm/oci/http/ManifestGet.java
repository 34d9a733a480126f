package dev.spinjvm.oci.http;

import java.io.IOException;
import java.util.HexFormat;

import dev.spinjvm.oci.Digest;
import dev.spinjvm.oci.ManifestDocument;
import dev.spinjvm.oci.MediaTypes;
import dev.spinjvm.oci.RawManifest;
import dev.spinjvm.oci.ReferenceException;
import dev.spinjvm.oci.RegistryException;
import dev.spinjvm.oci.Repository.Selector;
import dev.spinjvm.oci.StrictJson.JsonException;

/// `GET /v2/<name>/manifests/<reference>`
final class ManifestGet {
    private final Session session;
    private final String repository;

    ManifestGet(Session session, String repository) {
        this.session = session;
        this.repository = repository;
    }

    ManifestDocument run(Selector selector) {
        String what = "manifest " + repository + selector;
        Call call = Call.get(session.uri("/v2/" + repository + "/manifests/" + selector.toString().substring(1)), Scopes.pull(repository))
                .header("Accept", MediaTypes.accepted());
        for (int number = 1;; number++) {
            try (Answer answer = session.send(call, what)) {
                if (answer.status() != Answer.OK) {
                    throw Problems.of(answer, what);
                }
                byte[] bytes = answer.small(what, RawManifest.MAX_BYTES, session.options().answerTimeout());
                verify(bytes, answer, selector, what);
                return ManifestDocument.read(bytes, answer.header("Content-Type").orElse(null));
            } catch (JsonException e) {
                throw new RegistryException.Malformed(what + " is not understood: " + e.getMessage());
            } catch (IOException e) {
                session.retry().again(session.registry().toString(), e, number);
            } catch (InterruptedException _) {
                throw Retry.interrupted(session.registry().toString());
            }
        }
    }

    private static void verify(byte[] bytes, Answer answer, Selector selector, String what) {
        if (selector instanceof Selector.ByDigest(Digest expected)) {
            compare(bytes, expected, what);
        }
        answer.header("Docker-Content-Digest").ifPresent(text -> {
            try {
                compare(bytes, Digest.parse(text), what);
            } catch (ReferenceException _) {
                throw new RegistryException.Malformed(what + " was delivered with an unusable digest: " + Texts.printable(text));
            }
        });
    }

    private static void compare(byte[] bytes, Digest expected, String what) {
        String actual = HexFormat.of().formatHex(expected.algorithm().start().digest(bytes));
        if (!actual.equals(expected.hex())) {
            throw new RegistryException.DigestMismatch(what, expected, actual);
        }
    }
}
