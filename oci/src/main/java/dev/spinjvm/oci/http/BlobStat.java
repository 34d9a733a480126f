package dev.spinjvm.oci.http;

import dev.spinjvm.oci.Digest;

/// `HEAD /v2/<name>/blobs/<digest>`
final class BlobStat {
    private final Session session;
    private final String repository;

    BlobStat(Session session, String repository) {
        this.session = session;
        this.repository = repository;
    }

    boolean run(Digest digest, boolean forPush) {
        String what = "blob " + repository + "@" + digest;
        Call call = Call.of("HEAD", session.uri("/v2/" + repository + "/blobs/" + digest),
                forPush ? Scopes.push(repository) : Scopes.pull(repository));
        try (Answer answer = session.send(call, what)) {
            if (answer.status() == Answer.NOT_FOUND) {
                return false;
            }
            if (answer.status() != Answer.OK) {
                throw Problems.of(answer, what);
            }
            return true;
        }
    }
}
