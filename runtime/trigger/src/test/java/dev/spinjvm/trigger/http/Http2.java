package dev.spinjvm.trigger.http;

import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.http2.client.HTTP2Client;
import org.eclipse.jetty.http2.client.transport.HttpClientTransportOverHTTP2;

/// A client that speaks HTTP/2 without asking.
record Http2(HttpClient client) implements AutoCloseable {
    Http2(int port) throws Exception {
        this(start(port));
    }

    private static HttpClient start(int port) throws Exception {
        if (port <= 0) {
            throw new IllegalArgumentException("no port");
        }
        var client = new HttpClient(new HttpClientTransportOverHTTP2(new HTTP2Client()));
        client.start();
        return client;
    }

    @Override
    public void close() {
        try {
            client.stop();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
