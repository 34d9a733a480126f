package dev.spinjvm.plugins.manage;

import dev.spinjvm.loader.versions.SemVersion;
import dev.spinjvm.loader.versions.VersionFormatException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The Spin that runs, as plugins come to know it.
///
/// @param commit abbreviated
/// @param commitDate and `buildDate`: days, such as `2026-03-31`
/// @param program can be run as it is; `null` if nobody knows
public record SpinRelease(SemVersion version, String commit, String commitDate, String branch, String buildDate, Platform platform,
        @Nullable Path program) {

    /// @param version a semantic version
    public static SpinRelease of(String version, String commit, String commitDate, String branch, Platform platform,
            @Nullable Path program) {
        try {
            // The build is reproducible: its day is that of its commit.
            return new SpinRelease(SemVersion.read(version), commit, commitDate, branch, commitDate, platform, program);
        } catch (VersionFormatException e) {
            throw new IllegalArgumentException("'" + version + "' is no version", e);
        }
    }

    /// The variables that a plugin's process is given.
    public Map<String, String> environment() {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("SPIN_VERSION", version.toString());
        variables.put("SPIN_VERSION_MAJOR", String.valueOf(version.major()));
        variables.put("SPIN_VERSION_MINOR", String.valueOf(version.minor()));
        variables.put("SPIN_VERSION_PATCH", String.valueOf(version.patch()));
        variables.put("SPIN_VERSION_PRE", version.pre());
        variables.put("SPIN_COMMIT_SHA", commit);
        variables.put("SPIN_COMMIT_DATE", commitDate);
        variables.put("SPIN_BRANCH", branch);
        variables.put("SPIN_BUILD_DATE", buildDate);
        variables.put("SPIN_TARGET_TRIPLE", platform.triple());
        variables.put("SPIN_DEBUG", "false");
        if (program != null) {
            variables.put("SPIN_BIN_PATH", program.toString());
        }
        return variables;
    }
}
