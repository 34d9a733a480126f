package dev.spinjvm.acceptance;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// A server that answers no request before the last one has come, so that all wait at the same time.
final class SlowUpstream implements AutoCloseable {
    private static final byte[] ANSWER = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok".getBytes(
            StandardCharsets.US_ASCII);

    private final ServerSocket server;
    private final CountDownLatch all;

    private SlowUpstream(ServerSocket server, CountDownLatch all) {
        this.server = server;
        this.all = all;
    }

    /// @param all counted down by each request; the answers wait for its end
    static SlowUpstream start(CountDownLatch all) throws IOException {
        SlowUpstream upstream = new SlowUpstream(new ServerSocket(0, 16_384, InetAddress.getLoopbackAddress()), all);
        Thread.ofPlatform().daemon().start(upstream::accept);
        return upstream;
    }

    int port() {
        return ((InetSocketAddress) server.getLocalSocketAddress()).getPort();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                Thread.ofVirtual().start(() -> answer(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void answer(Socket socket) {
        try (socket) {
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                int next = socket.getInputStream().read();
                if (next < 0) {
                    return;
                }
                head.append((char) next);
            }
            all.countDown();
            if (all.await(5, TimeUnit.MINUTES)) {
                socket.getOutputStream().write(ANSWER);
            }
        } catch (IOException | InterruptedException e) {
            // The other side sees a broken connection, and tells.
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
