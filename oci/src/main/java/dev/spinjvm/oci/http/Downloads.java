package dev.spinjvm.oci.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

import dev.spinjvm.oci.Digest;
import dev.spinjvm.oci.Progress;
import dev.spinjvm.oci.RegistryException;

/// Gets files and small documents by URL, without credentials, under limits on size and silence. Follows redirects, but not from `https` to
/// `http`.
///
/// Safe for use by several threads; closing breaks off what is under way.
public final class Downloads implements AutoCloseable {
    private final Transport transport;
    private final Retry retry;
    private final RegistryOptions options;

    private Downloads(RegistryOptions options, Retry retry) {
        this.options = options;
        this.transport = new Transport(options);
        this.retry = retry;
    }

    /// @param clock for pauses that servers ask for
    public static Downloads create(RegistryOptions options, InstantSource clock) {
        return new Downloads(options, new Retry(options, Thread::sleep, clock));
    }

    /// As [#create], with other pauses between attempts.
    static Downloads create(RegistryOptions options, InstantSource clock, Retry.Pause pause) {
        return new Downloads(options, new Retry(options, pause, clock));
    }

    /// Writes a download to a file, which is created or replaced. When this fails, what the file holds is not to be trusted.
    ///
    /// @param expected the digest that the content must have
    /// @param limit the most bytes that are accepted
    /// @throws RegistryException with the reason
    public void fetch(URI uri, Digest expected, Path file, long limit, Progress progress) {
        String what = Addresses.printable(uri);
        try (FileChannel out = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            // A broken transfer is begun again: a server may change what it has between two attempts.
            for (int number = 1;; number++) {
                try (Answer answer = ask(uri, what)) {
                    String actual = read(answer, expected.algorithm().start(), out, limit, progress, what);
                    if (!actual.equals(expected.hex())) {
                        throw new RegistryException.DigestMismatch(what, expected, actual);
                    }
                    progress.finish();
                    return;
                } catch (IOException e) {
                    retry.again(what, e, number);
                } catch (InterruptedException _) {
                    throw Retry.interrupted(what);
                }
            }
        } catch (IOException | UncheckedIOException e) {
            throw new RegistryException.Local("cannot write '" + file + "'", e);
        }
    }

    private Answer ask(URI uri, String what) {
        Answer answer = retry.run(what, () -> transport.send(Call.get(uri, List.of()).header("Accept", "*/*"), null));
        if (answer.status() != Answer.OK) {
            throw Problems.of(answer, what);
        }
        return answer;
    }

    private String read(Answer answer, MessageDigest hash, FileChannel out, long limit, Progress progress, String what)
            throws IOException, InterruptedException {
        OptionalLong announced = answer.contentLength();
        if (announced.orElse(0) > limit) {
            throw new RegistryException.Refused(what + " has " + announced.getAsLong() + " bytes, more than the " + limit
                    + " that are accepted");
        }
        rewind(out);
        long size = 0;
        ByteBuffer bytes;
        while ((bytes = answer.body().next(options.idleTimeout())) != null) {
            size += bytes.remaining();
            if (size > limit) {
                throw new RegistryException.Refused(what + " has more than the " + limit + " bytes that are accepted");
            }
            hash.update(bytes.duplicate());
            write(bytes, out);
            progress.at(size);
        }
        if (announced.isPresent() && announced.getAsLong() != size) {
            throw new IOException("the connection ended after " + size + " of " + announced.getAsLong() + " bytes");
        }
        return HexFormat.of().formatHex(hash.digest());
    }

    private static void rewind(FileChannel out) {
        try {
            out.truncate(0);
            out.position(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A failure of this machine's disk is not one of the network.
    private static void write(ByteBuffer bytes, FileChannel out) {
        try {
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A small document, if there is one.
    ///
    /// @param limit the most bytes that are accepted
    /// @throws RegistryException if the server cannot be asked, or answers something else
    public Optional<byte[]> document(URI uri, int limit) {
        String what = Addresses.printable(uri);
        Answer answer = retry.run(what, () -> transport.send(Call.get(uri, List.of()).header("Accept", "*/*"), null));
        if (answer.status() == Answer.NOT_FOUND) {
            answer.close();
            return Optional.empty();
        }
        if (answer.status() != Answer.OK) {
            throw Problems.of(answer, what);
        }
        try (answer) {
            return Optional.of(answer.small(what, limit, options.answerTimeout()));
        } catch (IOException e) {
            throw Problems.unreachable(what, e);
        } catch (InterruptedException _) {
            throw Retry.interrupted(what);
        }
    }

    @Override
    public void close() {
        transport.close();
    }
}
