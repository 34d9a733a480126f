package dev.spinjvm.oci.http;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;

import dev.spinjvm.oci.Descriptor;
import dev.spinjvm.oci.Progress;
import dev.spinjvm.oci.RegistryException;

/// `POST /v2/<name>/blobs/uploads/`, then one `PUT` of everything: the form that nearly every registry understands. Also mounts.
final class BlobUpload {
    private final Session session;
    private final String repository;

    BlobUpload(Session session, String repository) {
        this.session = session;
        this.repository = repository;
    }

    void run(Descriptor blob, Path file, Progress progress) {
        String what = "upload of " + repository + "@" + blob.digest();
        progress.at(0);
        Answer once = session.retry().run(session.registry().toString(), () -> attempt(blob, file, progress, what));
        if (!isTooMuchAtOnce(once.status())) {
            finish(once, what);
        } else {
            once.close();
            finish(session.retry().run(session.registry().toString(), () -> new ChunkedUpload(session, this, repository).run(blob, file,
                    progress, what)), what);
        }
        progress.finish();
    }

    /// Whether a server does not take the whole of a blob in one request.
    private static boolean isTooMuchAtOnce(int status) {
        return switch (status) {
            // Payload too large; method not allowed; length required, by servers that want it for parts; 501, by servers that know no such request.
            case 413, 405, 411, 501 -> true;
            default -> false;
        };
    }

    private static void finish(Answer answer, String what) {
        try (answer) {
            if (answer.status() != Answer.CREATED && answer.status() != Answer.ACCEPTED && answer.status() != Answer.OK) {
                throw Problems.of(answer, what);
            }
        }
    }

    /// An upload that broke cannot be relied on, so that each attempt begins with a new one.
    private Answer attempt(Descriptor blob, Path file, Progress progress, String what) throws IOException, InterruptedException {
        List<String> scopes = Scopes.push(repository);
        Answer started = session.once(Call.of("POST", uploads(), scopes), what);
        if (started.status() != Answer.ACCEPTED) {
            return started;
        }
        started.close();
        progress.at(0);
        URI uri = Addresses.withParameter(location(started), "digest", blob.digest().toString());
        Call put = Call.of("PUT", uri, scopes).header("Content-Type", "application/octet-stream").withBody(() -> FileBody.of(file),
                progress::at);
        return session.once(put, what);
    }

    /// Where the upload goes on: at the registry itself, because the credentials go with it.
    URI location(Answer started) {
        String location = started.header("Location").orElseThrow(
                () -> new RegistryException.Malformed(session.registry() + " starts an upload without saying where"));
        URI uri = Addresses.resolve(started.uri(), location, "Location");
        if (!Origin.of(uri).equals(session.registry())) {
            throw new RegistryException.Refused(session.registry() + " asks to upload to another host, " + Origin.of(uri));
        }
        return uri;
    }

    URI uploads() {
        return session.uri("/v2/" + repository + "/blobs/uploads/");
    }

    /// Whether the registry took the blob from another repository.
    boolean mount(Descriptor blob, String from) {
        String what = "mount of " + from + "@" + blob.digest();
        URI uri = Addresses.withParameter(Addresses.withParameter(uploads(), "mount", blob.digest().toString()), "from",
                from.replace("/", "%2F"));
        try (Answer answer = session.send(Call.of("POST", uri, Scopes.mount(repository, from)), what)) {
            if (answer.status() == Answer.CREATED) {
                return true;
            }
            if (answer.status() == Answer.ACCEPTED) {
                cancel(answer);
                return false;
            }
            throw Problems.of(answer, what);
        }
    }

    /// The registry began an ordinary upload instead.
    private void cancel(Answer started) {
        try (Answer answer = session.send(Call.of("DELETE", location(started), Scopes.push(repository)), "the end of an upload")) {
            answer.status();
        } catch (RegistryException.Unavailable | RegistryException.Unauthorized _) {
            // An upload that nobody finishes is removed by the registry in time.
            return;
        }
    }
}
