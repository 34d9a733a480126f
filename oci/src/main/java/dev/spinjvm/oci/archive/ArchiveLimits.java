package dev.spinjvm.oci.archive;

/// How much an archive may unpack to.
///
/// @param entries how many, directories included
/// @param fileBytes of one file
/// @param totalBytes of all files
/// @param ratio unpacked to packed bytes, from [#FREE_BYTES] on
/// @param nameLength in characters
/// @param depth of folders
public record ArchiveLimits(int entries, long fileBytes, long totalBytes, int ratio, int nameLength, int depth) {
    /// So much may be unpacked whatever the ratio.
    static final long FREE_BYTES = 64L << 20;

    /// Generous for assets of a web site.
    public static ArchiveLimits standard() {
        return new ArchiveLimits(200_000, 4L << 30, 16L << 30, 200, 1_024, 64);
    }
}
