package dev.spinjvm.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/// Requests that a well-behaved client would not send.
final class RawHttp {
    private RawHttp() {}

    /// A GET of exactly this target; the whole answer as text.
    static String get(String baseUrl, String target) {
        return exchange(baseUrl, "GET " + target + " HTTP/1.1\r\nHost: " + URI.create(baseUrl).getAuthority()
                + "\r\nConnection: close\r\n\r\n");
    }

    /// A POST whose body is sent by another thread while the answer's body is read here: the client of the JDK sends first and
    /// reads then, which an echo of a large body cannot bear.
    static InputStream post(String baseUrl, String target, InputStream body, long size) {
        URI uri = URI.create(baseUrl);
        try {
            Socket socket = new Socket(uri.getHost(), uri.getPort());
            socket.setSoTimeout(60_000);
            Thread.ofVirtual().start(() -> {
                try {
                    socket.getOutputStream().write(("POST " + target + " HTTP/1.1\r\nHost: " + uri.getAuthority() + "\r\nContent-Length: "
                            + size
                            + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
                    body.transferTo(socket.getOutputStream());
                } catch (IOException e) {
                    // The reader of the answer meets the broken connection too, and reports it.
                }
            });
            InputStream answer = new BufferedInputStream(socket.getInputStream(), 1 << 16);
            String status = line(answer);
            assertThat(status).startsWith("HTTP/1.1 200");
            boolean chunked = false;
            for (String header = line(answer); !header.isEmpty(); header = line(answer)) {
                chunked |= header.equalsIgnoreCase("transfer-encoding: chunked");
            }
            assertThat(chunked).as("a body of unknown length is chunked").isTrue();
            return new Chunks(answer);
        } catch (IOException e) {
            throw new AssertionError("no answer", e);
        }
    }

    private static String line(InputStream stream) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = stream.read(); c != '\n'; c = stream.read()) {
            if (c < 0) {
                throw new EOFException("the connection ended in a line");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    /// The content of a chunked body.
    private static final class Chunks extends InputStream {
        private final InputStream stream;
        private int left;
        private boolean started;
        private boolean ended;

        Chunks(InputStream stream) {
            this.stream = stream;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (left == 0 && !ended) {
                if (started) {
                    line(stream);
                }
                started = true;
                left = Integer.parseInt(line(stream), 16);
                ended = left == 0;
            }
            if (ended) {
                return -1;
            }
            int count = stream.read(target, offset, Math.min(length, left));
            if (count < 0) {
                throw new EOFException("the connection ended in a chunk");
            }
            left -= count;
            return count;
        }

        @Override
        public void close() throws IOException {
            stream.close();
        }
    }

    /// Sends the bytes and reads to the end of the connection.
    static String exchange(String baseUrl, String request) {
        URI uri = URI.create(baseUrl);
        try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new AssertionError("no answer", e);
        }
    }
}
