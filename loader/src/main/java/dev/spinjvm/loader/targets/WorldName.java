package dev.spinjvm.loader.targets;

import dev.spinjvm.loader.Ids;
import dev.spinjvm.loader.PackageName;
import dev.spinjvm.loader.versions.SemVersion;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The full name of a WIT world: `namespace:package/world`, perhaps with `@version`.
///
/// @param version that of the package
public record WorldName(PackageName packageName, String world, @Nullable SemVersion version) {
    private static final Pattern FORM = Pattern.compile("([^/@]+)/([^/@]+)(?:@(.+))?");

    /// The name that a text is, if it is one.
    public static Optional<WorldName> parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches() || Ids.kebabProblem(form.group(2)) != null) {
            return Optional.empty();
        }
        String versionText = form.group(3);
        SemVersion version = versionText == null ? null : SemVersion.parse(versionText).orElse(null);
        return versionText != null && version == null
                ? Optional.empty()
                : PackageName.parse(form.group(1)).map(name -> new WorldName(name, form.group(2), version));
    }

    /// The package with its version.
    public String versionedPackage() {
        return packageName + suffix();
    }

    private String suffix() {
        return version == null ? "" : "@" + version;
    }

    @Override
    public String toString() {
        return packageName + "/" + world + suffix();
    }
}
