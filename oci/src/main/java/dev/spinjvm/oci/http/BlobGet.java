package dev.spinjvm.oci.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.spinjvm.oci.Descriptor;
import dev.spinjvm.oci.Progress;
import dev.spinjvm.oci.RegistryException;

/// `GET /v2/<name>/blobs/<digest>`: to a file, without holding more than a few buffers; goes on where a connection broke.
final class BlobGet {
    private static final int MAX_RESUMES = 100;
    private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (\\d{1,18})-(\\d{1,18})/(\\d{1,18}|\\*)");

    private final Session session;
    private final String repository;

    BlobGet(Session session, String repository) {
        this.session = session;
        this.repository = repository;
    }

    void run(Descriptor blob, Path file, Progress progress) {
        try (FileChannel out = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
                StandardOpenOption.TRUNCATE_EXISTING)) {
            var transfer = new Transfer(blob, out, progress);
            transfer.run();
        } catch (IOException e) {
            throw new RegistryException.Local("cannot write '" + file + "'", e);
        }
        progress.finish();
    }

    private final class Transfer {
        private final Descriptor blob;
        private final String what;
        private final FileChannel out;
        private final Progress progress;
        private MessageDigest hash;
        private long have;

        Transfer(Descriptor blob, FileChannel out, Progress progress) {
            this.blob = blob;
            this.what = "blob " + repository + "@" + blob.digest();
            this.out = out;
            this.progress = progress;
            this.hash = blob.digest().algorithm().start();
        }

        void run() throws LocalProblem {
            // Attempts that bring nothing are counted; those that bring something start the count again.
            int fruitless = 0;
            for (int number = 1;; number++) {
                long before = have;
                try (Answer answer = session.send(question(), what)) {
                    if (begin(answer) && readAll(answer)) {
                        verify();
                        return;
                    }
                    throw new IOException("the connection ended after " + have + " of " + blob.size() + " bytes");
                } catch (LocalProblem e) {
                    throw e;
                } catch (IOException e) {
                    fruitless = have > before && number < MAX_RESUMES ? 1 : fruitless + 1;
                    session.retry().again(session.registry().toString(), e, fruitless);
                } catch (InterruptedException _) {
                    throw Retry.interrupted(session.registry().toString());
                }
            }
        }

        private Call question() {
            Call call = Call.get(session.uri("/v2/" + repository + "/blobs/" + blob.digest()), Scopes.pull(repository))
                    .header("Accept", "*/*");
            return have == 0 ? call : call.header("Range", "bytes=" + have + "-");
        }

        /// Whether the body of the answer is what comes next.
        private boolean begin(Answer answer) throws LocalProblem {
            switch (answer.status()) {
                case Answer.OK -> restart();
                case Answer.PARTIAL_CONTENT -> {
                    if (have == 0 || !continues(answer)) {
                        throw new RegistryException.Malformed(session.registry() + " sends another part of " + what
                                + " than it was asked for");
                    }
                }
                case Answer.RANGE_NOT_SATISFIABLE -> {
                    restart();
                    return false;
                }
                default -> throw Problems.of(answer, what);
            }
            OptionalLong announced = answer.contentLength();
            if (announced.isPresent() && announced.getAsLong() != blob.size() - have) {
                throw new RegistryException.SizeMismatch(what, blob.size(), String.valueOf(have + announced.getAsLong()));
            }
            return true;
        }

        private boolean continues(Answer answer) {
            Matcher range = CONTENT_RANGE.matcher(answer.header("Content-Range").orElse(""));
            return range.matches() && Long.parseLong(range.group(1)) == have
                    && (range.group(3).equals("*") || Long.parseLong(range.group(3)) == blob.size());
        }

        private void restart() throws LocalProblem {
            have = 0;
            hash = blob.digest().algorithm().start();
            progress.at(0);
            try {
                out.truncate(0);
            } catch (IOException e) {
                throw new LocalProblem(e);
            }
        }

        private boolean readAll(Answer answer) throws IOException, InterruptedException {
            ByteBuffer bytes;
            while ((bytes = answer.body().next(session.options().idleTimeout())) != null) {
                int count = bytes.remaining();
                if (count > blob.size() - have) {
                    throw new RegistryException.SizeMismatch(what, blob.size(), "more");
                }
                hash.update(bytes.duplicate());
                write(bytes);
                have += count;
                progress.at(have);
            }
            if (have < blob.size() && answer.contentLength().isEmpty()) {
                throw new RegistryException.SizeMismatch(what, blob.size(), String.valueOf(have));
            }
            return have == blob.size();
        }

        private void write(ByteBuffer bytes) throws LocalProblem {
            try {
                while (bytes.hasRemaining()) {
                    out.write(bytes);
                }
            } catch (IOException e) {
                throw new LocalProblem(e);
            }
        }

        private void verify() {
            String actual = HexFormat.of().formatHex(hash.digest());
            if (!actual.equals(blob.digest().hex())) {
                throw new RegistryException.DigestMismatch(what, blob.digest(), actual);
            }
        }
    }

    /// A failure of this machine's disk, which another request would not help.
    private static final class LocalProblem extends IOException {
        LocalProblem(IOException cause) {
            super(cause.getMessage(), cause);
        }
    }
}
