package dev.spinjvm.host;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// A server on the loopback interface that speaks whatever the test makes it speak, byte by byte.
final class LoopbackServer implements AutoCloseable {
    private final ServerSocket socket;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Socket> connections = new CopyOnWriteArrayList<>();

    private LoopbackServer(Script script) throws IOException {
        socket = new ServerSocket(0, 4096, InetAddress.getLoopbackAddress());
        threads.execute(() -> accept(script));
    }

    /// Runs `script` for each connection and closes that afterwards.
    static LoopbackServer serving(Script script) throws IOException {
        return new LoopbackServer(script);
    }

    /// Answers each request of each connection with the same bytes.
    static LoopbackServer answering(String response) throws IOException {
        return new LoopbackServer(connection -> {
            while (!connection.readHead().isEmpty()) {
                connection.write(response);
            }
        });
    }

    int port() {
        return socket.getLocalPort();
    }

    String authority() {
        return "127.0.0.1:" + port();
    }

    private void accept(Script script) {
        while (!socket.isClosed()) {
            try {
                Socket accepted = socket.accept();
                accepted.setTcpNoDelay(true);
                connections.add(accepted);
                threads.execute(() -> run(script, accepted));
            } catch (IOException _) {
                return;
            }
        }
    }

    private static void run(Script script, Socket accepted) {
        try (accepted) {
            script.run(new Connection(accepted));
        } catch (IOException e) {
            if (!accepted.isClosed() && !String.valueOf(e.getMessage()).matches(".*(reset|pipe).*")) {
                throw new UncheckedIOException(e);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
        for (Socket connection : connections) {
            connection.close();
        }
        threads.close();
    }

    /// What happens on one connection.
    @FunctionalInterface
    interface Script {
        void run(Connection connection) throws IOException, InterruptedException;
    }

    /// The server's end of a connection.
    static final class Connection {
        private final Socket socket;
        private final InputStream in;
        private final OutputStream out;

        Connection(Socket socket) throws IOException {
            this.socket = socket;
            this.in = new BufferedInputStream(socket.getInputStream());
            this.out = socket.getOutputStream();
        }

        /// The request line and headers with their line ends as `\n`; empty at the end of the connection.
        String readHead() throws IOException {
            StringBuilder head = new StringBuilder();
            while (head.length() < 2 || !head.substring(head.length() - 2).equals("\n\n")) {
                int b = in.read();
                if (b < 0) {
                    return "";
                }
                if (b != '\r') {
                    head.append((char) b);
                }
            }
            return head.substring(0, head.length() - 1);
        }

        String read(int bytes) throws IOException {
            return new String(in.readNBytes(bytes), StandardCharsets.ISO_8859_1);
        }

        long skip(long bytes) throws IOException {
            byte[] buffer = new byte[8192];
            long skipped = 0;
            while (skipped < bytes) {
                int count = in.read(buffer, 0, (int) Math.min(buffer.length, bytes - skipped));
                if (count < 0) {
                    break;
                }
                skipped += count;
            }
            return skipped;
        }

        String readToEnd() throws IOException {
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        }

        void write(String text) throws IOException {
            out.write(text.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
        }

        void write(byte[] bytes) throws IOException {
            out.write(bytes);
        }

        /// Ends the connection with a reset.
        void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }
    }
}
