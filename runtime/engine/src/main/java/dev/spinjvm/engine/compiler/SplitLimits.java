package dev.spinjvm.engine.compiler;

/// When and how finely functions are cut; sizes in bytes of JVM code.
///
/// @param method the most that a method may have without being cut
/// @param outer what the outermost method is brought down to if that is possible with parts of few exits
/// @param most what it is brought down to with all means
/// @param segment the most that a segment may have
/// @param least the least that is worth a method
record SplitLimits(int method, int outer, int most, int segment, int least) {

    /// Methods of more than 8,000 bytes are compiled by HotSpot only when asked to, and slowly.
    static final SplitLimits NORMAL = new SplitLimits(8000, 4000, 24_000, 6000, 48);

    private static final int LEAST = 64;

    /// A body of this size passes the limit whatever it contains.
    int certainlyLarge() {
        return method * 4;
    }

    SplitLimits halved() {
        return new SplitLimits(method / 2, outer / 2, most / 2, segment / 2, Math.max(16, least / 2));
    }

    boolean isLeast() {
        return outer <= LEAST;
    }
}
