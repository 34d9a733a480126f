package dev.spinjvm.oci.http;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.spinjvm.oci.Descriptor;
import dev.spinjvm.oci.Progress;
import dev.spinjvm.oci.RegistryException;

/// `PATCH` for each part of a blob, then an empty `PUT` (distribution specification, "Pushing a blob in chunks"): for registries, and for
/// servers before them, that do not take a large blob at once. What has arrived is what the registry says of it.
final class ChunkedUpload {
    private static final int USUAL = 16 << 20;
    private static final int SMALLEST = 1 << 20;
    private static final int TOO_LARGE = 413;
    private static final int MAX_STEPS = 100_000;
    private static final Pattern RANGE = Pattern.compile("(?:bytes=)?0-(\\d{1,18})");

    private final Session session;
    private final BlobUpload upload;
    private final String repository;

    ChunkedUpload(Session session, BlobUpload upload, String repository) {
        this.session = session;
        this.upload = upload;
        this.repository = repository;
    }

    /// The answer to the last request.
    Answer run(Descriptor blob, Path file, Progress progress, String what) throws IOException, InterruptedException {
        Answer started = session.once(Call.of("POST", upload.uploads(), Scopes.push(repository)), what);
        if (started.status() != Answer.ACCEPTED) {
            return started;
        }
        started.close();
        URI next = upload.location(started);
        long least = started.header("OCI-Chunk-Min-Length").filter(text -> text.matches("\\d{1,9}")).map(Long::parseLong).orElse(0L);
        long size = Math.max(USUAL, least);
        long sent = 0;
        for (int step = 0; sent < blob.size(); step++) {
            if (step == MAX_STEPS) {
                throw new RegistryException.Malformed(session.registry() + " does not get on with the " + what);
            }
            long start = sent;
            long count = Math.min(size, blob.size() - start);
            Call patch = Call.of("PATCH", next, Scopes.push(repository)).header("Content-Type", "application/octet-stream")
                    .header("Content-Range", start + "-" + (start + count - 1))
                    .withBody(() -> new FileBody(file, start, count), through -> progress.at(start + Math.max(0, through)));
            Answer answer = session.once(patch, what);
            if (answer.status() == TOO_LARGE && size / 2 >= Math.max(SMALLEST, least)) {
                answer.close();
                size /= 2;
            } else if (answer.status() != Answer.ACCEPTED && answer.status() != Answer.CREATED) {
                return answer;
            } else {
                answer.close();
                sent = arrived(answer, start + count);
                next = upload.location(answer);
            }
        }
        return session.once(Call.of("PUT", Addresses.withParameter(next, "digest", blob.digest().toString()), Scopes.push(repository)),
                what);
    }

    /// How much the registry has, which may be less than it was sent.
    private long arrived(Answer answer, long sent) {
        Matcher range = RANGE.matcher(answer.header("Range").orElse(""));
        if (!range.matches()) {
            return sent;
        }
        long arrived = Long.parseLong(range.group(1)) + 1;
        if (arrived > sent) {
            throw new RegistryException.Malformed(session.registry() + " says that it has more of a blob than it was sent");
        }
        return arrived;
    }
}
