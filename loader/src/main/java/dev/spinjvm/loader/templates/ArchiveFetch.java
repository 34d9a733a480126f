package dev.spinjvm.loader.templates;

import dev.spinjvm.loader.LoadException;
import dev.spinjvm.oci.archive.ArchiveException;
import dev.spinjvm.oci.archive.ArchiveLimits;
import dev.spinjvm.oci.archive.SafeTarReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Unpacks an archive with templates, which nobody vouches for: only what lies in `templates`, within limits, and nothing outside of the
/// folder. Archives of a release on GitHub hold one folder around all of it, which is left out.
final class ArchiveFetch {
    private static final ArchiveLimits LIMITS = new ArchiveLimits(50_000, 256L << 20, 1L << 30, 200, 1_024, 32);
    private static final long MAX_DOWNLOAD = 512L << 20;
    private static final Duration CONNECT = Duration.ofSeconds(30);
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final String TEMPLATES = "templates/";

    private ArchiveFetch() {}

    /// Unpacks into an empty folder.
    ///
    /// @param location a path below `current`, or a URL
    static void unpack(String location, Path current, Path target) {
        if (!TemplateSource.isUrl(location)) {
            unpack(current.resolve(location), target);
            return;
        }
        URI url = url(location);
        if (url.getScheme().toLowerCase(Locale.ROOT).equals("file")) {
            unpack(Path.of(url), target);
            return;
        }
        Path packed = target.resolveSibling(target.getFileName() + ".tar.gz");
        try {
            download(url, packed);
            unpack(packed, target);
        } finally {
            try {
                Files.deleteIfExists(packed);
            } catch (IOException _) {
                // It lies in a folder that is deleted with the rest.
            }
        }
    }

    private static URI url(String location) {
        try {
            return URI.create(location);
        } catch (IllegalArgumentException e) {
            throw new TemplateException("Invalid URL for remote tar", e);
        }
    }

    private static void download(URI url, Path target) {
        String failed = "Failed to download from " + url;
        try (HttpClient client = HttpClient.newBuilder().connectTimeout(CONNECT).followRedirects(HttpClient.Redirect.NORMAL).build()) {
            HttpRequest request = HttpRequest.newBuilder(url).timeout(CONNECT).header("User-Agent", "spin").build();
            CompletableFuture<HttpResponse<Path>> call = client.sendAsync(request, head -> head.statusCode() == 200
                    ? BodyHandlers.limiting(BodyHandlers.ofFile(target), MAX_DOWNLOAD).apply(head)
                    : HttpResponse.BodySubscribers.replacing(target));
            try {
                HttpResponse<Path> response = call.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
                if (response.statusCode() != 200) {
                    throw new TemplateException(failed, new TemplateException("the server answered with status " + response.statusCode()));
                }
            } catch (TimeoutException _) {
                call.cancel(true);
                client.shutdownNow();
                throw new TemplateException(failed, new TemplateException("it took more than " + PATIENCE.toMinutes() + " minutes"));
            } catch (ExecutionException e) {
                throw new TemplateException(failed, e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                client.shutdownNow();
                throw new TemplateException(failed, e);
            }
        }
    }

    private static void unpack(Path packed, Path target) {
        String failed = "Failed to unpack tar archive";
        try (InputStream in = Files.newInputStream(packed)) {
            SafeTarReader.read(in, LIMITS, (path, content) -> {
                String inside = inside(path);
                if (!inside.isEmpty()) {
                    Path file = target.resolve(inside);
                    Files.createDirectories(java.util.Objects.requireNonNull(file.getParent()));
                    Files.copy(content, file);
                }
            });
        } catch (NoSuchFileException _) {
            throw new TemplateException("Path not found: " + packed);
        } catch (ArchiveException e) {
            throw new TemplateException(failed, e);
        } catch (IOException e) {
            throw LoadException.ofIo(failed, e);
        }
    }

    /// Where a file belongs below the target; empty if it has nothing to do with templates.
    private static String inside(String path) {
        if (path.startsWith(TEMPLATES)) {
            return path;
        }
        String rest = path.substring(path.indexOf('/') + 1);
        return rest.startsWith(TEMPLATES) ? rest : "";
    }
}
