package dev.spinjvm.plugins.manage;

import dev.spinjvm.plugins.PluginException;
import dev.spinjvm.loader.versions.SemVersion;
import dev.spinjvm.loader.versions.VersionFormatException;
import dev.spinjvm.loader.versions.VersionRequirement;

/// Whether a plugin can be used with this Spin.
public sealed interface Compatibility {
    record Compatible() implements Compatibility {}

    /// @param required the versions of Spin that it needs
    record IncompatibleSpin(String required) implements Compatibility {}

    /// It has no program for this system.
    record Incompatible() implements Compatibility {}

    static Compatibility of(PluginManifest manifest, SpinRelease spin) {
        if (!manifest.hasPackageFor(spin.platform())) {
            return new Incompatible();
        }
        return isEnough(manifest, spin.version()) ? new Compatible() : new IncompatibleSpin(manifest.spinCompatibility());
    }

    /// Whether the requirement holds, or this Spin is a pre-release, which no requirement names.
    static boolean isEnough(PluginManifest manifest, SemVersion spin) {
        try {
            return VersionRequirement.read(manifest.spinCompatibility()).matches(spin) || spin.isPreRelease();
        } catch (VersionFormatException _) {
            return false;
        }
    }

    /// Refuses a plugin that this Spin cannot use; speaks of one that it may be unable to use.
    ///
    /// @param overridden whether the user wants it all the same
    /// @throws PluginException if it is refused
    static void require(PluginManifest manifest, SemVersion spin, boolean overridden, Notices notices) {
        String supported = manifest.spinCompatibility();
        boolean matches;
        try {
            matches = VersionRequirement.read(supported).matches(spin);
        } catch (VersionFormatException e) {
            throw new PluginException("Could not parse manifest compatibility version " + supported + " as valid semver", e);
        }
        if (matches) {
            return;
        }
        String versions = "(supported: " + supported + ", actual: " + spin + "). ";
        if (spin.isPreRelease()) {
            if (notices.terminal() && !notices.suppressed()) {
                notices.warn().accept("You're using a pre-release version of Spin (" + spin
                        + "). This plugin might not be compatible (supported: "
                        + supported + "). Continuing anyway.");
            }
        } else if (!overridden) {
            throw new PluginException("Plugin is not compatible with this version of Spin " + versions
                    + "Try running `spin plugins update && spin plugins upgrade --all` to install latest or override with"
                    + " `--override-compatibility-check`.");
        } else if (!notices.suppressed()) {
            notices.warn().accept("Plugin is not compatible with this version of Spin " + versions
                    + "Check overridden ... continuing to install or execute plugin.");
        }
    }
}
