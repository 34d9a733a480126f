package dev.spinjvm.plugins.manage;

/// Where the program of a plugin comes from, for one system.
///
/// @param os `linux`, `macos` or `windows`
/// @param arch `amd64`, `aarch64` or `arm`
/// @param url of a gzip-compressed tar archive
/// @param sha256 of the archive, in lower-case hexadecimal digits
public record PluginPackage(String os, String arch, String url, String sha256) {
    static final String AMD64 = "amd64";

    boolean isFor(Platform platform) {
        return os.equals(platform.os()) && (arch.equals(AMD64) ? "x86_64" : arch).equals(platform.arch());
    }
}
