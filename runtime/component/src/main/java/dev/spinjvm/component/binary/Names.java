package dev.spinjvm.component.binary;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The grammar of names and labels, their uniqueness, and the matching of versions (Explainer.md, "Import and Export
/// Definitions" and "Name Uniqueness").
public final class Names {

    private static final String CONSTRUCTOR = "[constructor]";
    private static final String METHOD = "[method]";
    private static final String STATIC = "[static]";

    private Names() {}

    /// Reads the name of an import or export.
    ///
    /// @throws IllegalArgumentException if it is not a valid name; the message names the part at fault
    public static ParsedName parse(String name) {
        if (name.startsWith(CONSTRUCTOR)) {
            return new ParsedName.Constructor(label(name, name.substring(CONSTRUCTOR.length())));
        }
        if (name.startsWith(METHOD)) {
            var dot = dot(name, METHOD.length());
            return new ParsedName.Method(label(name, name.substring(METHOD.length(), dot)),
                    label(name, name.substring(dot + 1)));
        }
        if (name.startsWith(STATIC)) {
            var dot = dot(name, STATIC.length());
            return new ParsedName.Static(label(name, name.substring(STATIC.length(), dot)),
                    label(name, name.substring(dot + 1)));
        }
        return name.indexOf(':') >= 0 ? interfaceParts(name) : new ParsedName.Label(label(name, name));
    }

    /// Reads a name that must be an interface name, like the value of an `implements` attribute.
    ///
    /// @throws IllegalArgumentException if it is not
    public static ParsedName.Interface parseInterface(String name) {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("`` is not a valid name");
        }
        if (parse(name) instanceof ParsedName.Interface parsed) {
            return parsed;
        }
        throw new IllegalArgumentException("`" + name + "` must be an interface name");
    }

    /// Whether `text` is a label: kebab case, each word all lower or all upper case, the first beginning with a letter.
    public static boolean isLabel(String text) {
        return isKebab(text, true);
    }

    /// The form of a name or label in which two that are not strongly unique are equal.
    public static String uniquenessKey(String name) {
        var at = name.indexOf('@');
        var key = at < 0
                ? name.toLowerCase(Locale.ROOT)
                : name.substring(0, at).toLowerCase(Locale.ROOT) + name.substring(at);
        if (!key.startsWith("[") || key.startsWith(CONSTRUCTOR)) {
            return key;
        }
        var plain = key.substring(key.indexOf(']') + 1);
        var dot = plain.indexOf('.');
        return dot > 0 && plain.substring(0, dot).equals(plain.substring(dot + 1)) ? plain.substring(0, dot) : plain;
    }

    /// The key under which a host's interfaces are found: the name with the compatible part of its version only, so that
    /// `wasi:io/poll@0.2.1` and `wasi:io/poll@0.2.12` meet. Names without a version, plain names and names that do not parse
    /// are their own key. Use [Version] to choose among several.
    public static String linkKey(String name) {
        var at = name.indexOf('@');
        if (at < 0) {
            return name;
        }
        var version = version(name);
        return version == null ? name : name.substring(0, at + 1) + version.compatibilityKey();
    }

    /// The version of an interface name, or null if it has none or one that does not parse.
    public static @Nullable Version version(String name) {
        var at = name.indexOf('@');
        if (at < 0) {
            return null;
        }
        try {
            return Version.parse(name.substring(at + 1));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static ParsedName.Interface interfaceParts(String name) {
        var colon = name.indexOf(':');
        var namespace = words(name, name.substring(0, colon));
        var at = name.indexOf('@', colon);
        var path = name.substring(colon + 1, at < 0 ? name.length() : at);
        var slash = path.indexOf('/');
        var pkg = slash < 0 ? path : path.substring(0, slash);
        var nested = pkg.indexOf(':');
        words(name, nested < 0 ? pkg : pkg.substring(0, nested));
        if (slash < 0 || nested >= 0) {
            throw invalid(name, "expected `/` after package name");
        }
        var projection = path.substring(slash + 1);
        var extra = projection.indexOf('/');
        label(name, extra < 0 ? projection : projection.substring(0, extra));
        if (extra >= 0) {
            throw invalid(name, "trailing characters found: `" + projection.substring(extra) + "`");
        }
        if (at < 0) {
            return new ParsedName.Interface(namespace, pkg, projection, null);
        }
        try {
            return new ParsedName.Interface(namespace, pkg, projection, Version.parse(name.substring(at + 1)));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("`" + name + "` is not a valid extern name: " + e.getMessage(), e);
        }
    }

    private static int dot(String name, int from) {
        var dot = name.indexOf('.', from);
        if (dot < 0) {
            throw invalid(name, "failed to find `.` character");
        }
        return dot;
    }

    private static String label(String name, String text) {
        if (!isLabel(text)) {
            throw invalid(name, "`" + text + "` is not in kebab case");
        }
        return text;
    }

    private static String words(String name, String text) {
        if (!isKebab(text, false)) {
            throw invalid(name, "`" + text + "` is not in kebab case"
                    + (isLabel(text) ? ": namespaces and packages are in lower case" : ""));
        }
        return text;
    }

    private static boolean isKebab(String text, boolean acronyms) {
        var start = 0;
        while (true) {
            var dash = text.indexOf('-', start);
            var end = dash < 0 ? text.length() : dash;
            if (!isFragment(text, start, end, start == 0, acronyms)) {
                return false;
            }
            if (dash < 0) {
                return true;
            }
            start = dash + 1;
        }
    }

    private static boolean isFragment(String text, int start, int end, boolean first, boolean acronyms) {
        var lower = false;
        var upper = false;
        for (var i = start; i < end; i++) {
            var c = text.charAt(i);
            if (c >= 'a' && c <= 'z') {
                lower = true;
            } else if (c >= 'A' && c <= 'Z') {
                upper = true;
            } else if (c < '0' || c > '9' || first && i == start) {
                return false;
            }
        }
        return end > start && !(lower && upper) && (acronyms || !upper);
    }

    private static IllegalArgumentException invalid(String name, String why) {
        return new IllegalArgumentException("`" + name + "` is not a valid extern name: " + why);
    }
}
