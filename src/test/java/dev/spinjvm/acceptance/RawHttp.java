package dev.spinjvm.acceptance;

import java.io.IOException;
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
