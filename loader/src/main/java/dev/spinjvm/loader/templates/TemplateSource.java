package dev.spinjvm.loader.templates;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// Where templates are installed from: something that has a folder `templates` with a folder for each.
public sealed interface TemplateSource {
    /// A repository of git.
    ///
    /// @param branch a branch or a tag; without it the tag for this version of Spin if there is one, else the main branch
    record Git(String url, Optional<String> branch) implements TemplateSource {
        /// @throws TemplateException if git would take the branch for an option
        public Git {
            if (url.startsWith("-") || branch.filter(name -> name.startsWith("-")).isPresent()) {
                throw new TemplateException("a repository or branch does not begin with '-'");
            }
            String scheme = url.contains("::") ? url.substring(0, url.indexOf("::")) : "";
            if (scheme.matches("[A-Za-z0-9]+")) {
                throw new TemplateException("'" + url + "' would have git start a program; give the URL of a repository");
            }
        }
    }

    /// A folder.
    record Folder(Path path) implements TemplateSource {}

    /// A `.tar.gz` file.
    ///
    /// @param location a path, or a URL with `file`, `https` or `http`
    record Archive(String location) implements TemplateSource {}

    /// The copy `user@host:path` that ssh knows.
    Pattern SSH = Pattern.compile("[A-Za-z0-9_.-]+@[A-Za-z0-9.-]+:.+");

    /// The repository that a text means: `organisation/name` is one of GitHub.
    static Git git(String text, Optional<String> branch) {
        if (SSH.matcher(text).matches() || text.contains("::")) {
            return new Git(text, branch);
        }
        try {
            if (new URI(text).getScheme() != null) {
                return new Git(text, branch);
            }
        } catch (URISyntaxException _) {
            return new Git(text, branch);
        }
        return new Git("https://github.com" + (text.startsWith("/") ? "" : "/") + text, branch);
    }

    /// The tag that a repository gives the templates made for a version of Spin: `spin/templates/vMAJOR.MINOR`.
    static String tagFor(String version) {
        var parts = Pattern.compile("(\\d+\\.\\d+)\\.\\d+([-+].*)?").matcher(version);
        return "spin/templates/v" + (parts.matches() ? parts.group(1) : version);
    }

    /// What is noted with a template that was installed.
    default Origin origin() {
        return switch (this) {
            case Git(String url, Optional<String> _) -> new Origin.Git(url);
            case Folder(Path path) -> new Origin.Folder(path.toString());
            case Archive(String location) -> new Origin.Archive(location);
        };
    }

    /// Whether the location is a URL rather than a path.
    static boolean isUrl(String location) {
        String lower = location.toLowerCase(Locale.ROOT);
        return lower.startsWith("http://") || lower.startsWith("https://") || lower.startsWith("file:");
    }

    /// A folder that has the folder `templates`.
    ///
    /// @throws TemplateException if it has not
    static Path templatesOf(Path root) {
        Path templates = root.resolve("templates");
        if (!Files.isDirectory(templates)) {
            throw new TemplateException("Could not find templates in source", new TemplateException("Template source " + root
                    + " does not contain a 'templates' directory"));
        }
        return templates;
    }
}
