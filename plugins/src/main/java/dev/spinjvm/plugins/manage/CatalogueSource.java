package dev.spinjvm.plugins.manage;

import dev.spinjvm.plugins.PluginException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Where the catalogue of plugins is kept by whoever keeps it.
public sealed interface CatalogueSource {
    /// That of the Spin project.
    CatalogueSource STANDARD = new Git("https://github.com/spinframework/spin-plugins/", "main");

    /// A Git repository; needs the `git` program.
    ///
    /// @param branch `null` for the one that the repository chooses
    record Git(String url, @Nullable String branch) implements CatalogueSource {
        @Override
        public String toString() {
            return url;
        }
    }

    /// A gzip-compressed tar archive, such as the hosts of Git repositories give: in a file, or at an address.
    ///
    /// @param sha256 what its digest must be, in hexadecimal digits, or `null`
    record Archive(URI url, @Nullable String sha256) implements CatalogueSource {
        @Override
        public String toString() {
            return url.toString();
        }
    }

    /// A folder that holds `manifests`; used where it lies.
    record Folder(Path path) implements CatalogueSource {
        @Override
        public String toString() {
            return path.toString();
        }
    }

    /// Reads what a user writes: a path, or a URL. `git+URL` is a repository in any case; `#BRANCH` chooses a branch of a repository and
    /// `#sha256=HEX` fixes an archive.
    ///
    /// @throws PluginException if it is neither
    static CatalogueSource parse(String text, Path workingDirectory) {
        int hash = text.indexOf('#');
        String address = hash < 0 ? text : text.substring(0, hash);
        String fragment = hash < 0 ? null : text.substring(hash + 1);
        if (address.startsWith("git+")) {
            return git(address.substring("git+".length()), fragment);
        }
        if (!address.matches("[a-z][a-z0-9+.-]+://?.*")) {
            Path path = workingDirectory.resolve(address).normalize();
            return Files.isDirectory(path) ? folder(path, fragment) : archive(path.toUri(), fragment, text);
        }
        URI url = uri(address, text);
        if ("file".equals(url.getScheme())) {
            Path path = localPath(url, text);
            return Files.isDirectory(path) ? folder(path, fragment) : archive(url, fragment, text);
        }
        String name = address.toLowerCase(Locale.ROOT);
        return name.endsWith(".tar.gz") || name.endsWith(".tgz") || name.contains("/tar.gz/")
                ? archive(url, fragment, text)
                : git(address,
                        fragment);
    }

    private static Git git(String url, @Nullable String branch) {
        // Others run programs that the address names.
        if (!url.matches("(https?|ssh|git|file)://[^-].*")) {
            throw new PluginException("'" + url + "' is no address of a Git repository; use https://, ssh:// or file://");
        }
        if (branch != null && !branch.matches("[A-Za-z0-9_][A-Za-z0-9._/-]*")) {
            throw new PluginException("'" + branch + "' is no name of a branch");
        }
        return new Git(url, branch);
    }

    private static CatalogueSource folder(Path path, @Nullable String fragment) {
        if (Files.isDirectory(path.resolve(Catalogue.MANIFESTS))) {
            return new Folder(path);
        }
        return git(path.toUri().toString(), fragment);
    }

    private static CatalogueSource archive(URI url, @Nullable String fragment, String text) {
        if (fragment == null) {
            return new Archive(url, null);
        }
        if (!fragment.matches("sha256=[0-9a-f]{64}")) {
            throw new PluginException("'" + text + "': an archive can be fixed with #sha256= and 64 hexadecimal digits");
        }
        return new Archive(url, fragment.substring("sha256=".length()));
    }

    private static URI uri(String address, String text) {
        try {
            return URI.create(address);
        } catch (IllegalArgumentException e) {
            throw new PluginException("'" + text + "' is no address of a catalogue", e);
        }
    }

    private static Path localPath(URI url, String text) {
        try {
            return Path.of(url);
        } catch (IllegalArgumentException e) {
            throw new PluginException("'" + text + "' is no address of a catalogue", e);
        }
    }
}
