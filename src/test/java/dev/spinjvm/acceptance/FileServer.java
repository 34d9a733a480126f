package dev.spinjvm.acceptance;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.SimpleFileServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;

/// Serves a folder on this machine only.
final class FileServer implements AutoCloseable {
    private final HttpServer server;

    FileServer(Path folder) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0, "/", SimpleFileServer.createFileHandler(
                folder
                        .toAbsolutePath()));
        server.setExecutor(Thread::startVirtualThread);
        server.start();
    }

    /// Without a slash at its end.
    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
