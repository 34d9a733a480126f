package dev.spinjvm.component.validation;

import dev.spinjvm.component.binary.ExternName;
import dev.spinjvm.component.binary.Names;
import dev.spinjvm.component.binary.ParsedName;
import dev.spinjvm.component.binary.Version;
import dev.spinjvm.component.types.DefType;
import dev.spinjvm.component.types.ExternType;
import dev.spinjvm.component.types.FuncType;
import dev.spinjvm.component.types.ValType;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The import names or the export names of one scope, and the rules that tie names to types (Binary.md, "Import and
/// Export Definitions").
final class ScopeNames {
    private static final Pattern CANONICAL_VERSION = Pattern.compile("[1-9][0-9]*|0\\.[1-9][0-9]*|0\\.0\\.(0|[1-9][0-9]*)");
    private static final Pattern FULL_VERSION = Pattern.compile("[0-9]+\\.[0-9]+\\.[0-9]+([-+].*)?");

    private final String kind;
    private final Map<String, String> names = new HashMap<>();
    private final IdentityHashMap<DefType.Resource, String> resources = new IdentityHashMap<>();
    private final Set<String> resourceNames = new HashSet<>();

    ScopeNames(String kind) {
        this.kind = kind;
    }

    /// Adds a name with the type of what it names.
    void add(Context context, ExternName name, ExternType type) throws InvalidComponentException {
        ParsedName parsed = parse(context, name.name());
        checkAttributes(context, name, parsed, type);
        if (type instanceof ExternType.Type(DefType.Resource resource) && parsed instanceof ParsedName.Label label) {
            resources.putIfAbsent(resource, label.label());
            resourceNames.add(label.label());
        }
        switch (parsed) {
            case ParsedName.Label _,ParsedName.Interface _ -> {
                // any type will do
            }
            case ParsedName.Constructor(String resource) -> constructor(context, name, resource, func(context, name, type));
            case ParsedName.Method(String resource, String _) -> method(context, name, resource, func(context, name, type));
            case ParsedName.Static(String resource, String _) -> {
                func(context, name, type);
                if (!resourceNames.contains(resource)) {
                    throw context.invalid("`" + name + "`: static resource name is not known in this context");
                }
            }
        }
        unique(context, name.name());
    }

    private void unique(Context context, String name) throws InvalidComponentException {
        String previous = names.putIfAbsent(Names.uniquenessKey(name), name);
        if (previous != null) {
            throw context.invalid(kind + " name `" + name + "` conflicts with previous name `" + previous + "`");
        }
    }

    private static ParsedName parse(Context context, String name) throws InvalidComponentException {
        try {
            return Names.parse(name);
        } catch (IllegalArgumentException e) {
            throw context.invalid(String.valueOf(e.getMessage()));
        }
    }

    private static FuncType func(Context context, ExternName name, ExternType type) throws InvalidComponentException {
        if (type instanceof ExternType.Func(FuncType func)) {
            return func;
        }
        throw context.invalid("`" + name + "` is not a func");
    }

    private void constructor(Context context, ExternName name, String resource, FuncType func)
            throws InvalidComponentException {
        ValType result = func.result();
        if (result == null) {
            throw context.invalid("`" + name + "`: function should return one value");
        }
        ValType made = result instanceof ValType.ResultType(var ok, var _) ? ok : result;
        if (!(made instanceof ValType.OwnType)) {
            throw context.invalid("`" + name + "`: function should return `(own $T)` or `(result (own $T))`");
        }
        named(context, name, resource, made);
    }

    private void method(Context context, ExternName name, String resource, FuncType func)
            throws InvalidComponentException {
        if (func.params().isEmpty()) {
            throw context.invalid("`" + name + "`: function should have at least one argument");
        }
        FuncType.Param self = func.params().getFirst();
        if (!self.name().equals("self")) {
            throw context.invalid("`" + name + "`: function should have a first argument called `self`");
        }
        if (!(self.type() instanceof ValType.BorrowType)) {
            throw context.invalid("`" + name + "`: function should take a first argument of `(borrow $T)`");
        }
        named(context, name, resource, self.type());
    }

    private void named(Context context, ExternName name, String resource, ValType handle)
            throws InvalidComponentException {
        DefType.Resource type = context.types().resourceOf(handle);
        String found = type == null ? null : resources.get(type);
        if (found == null) {
            throw context.invalid("`" + name + "`: resource used in function does not have a name in this context");
        }
        if (!found.equals(resource)) {
            throw context.invalid("`" + name + "`: function does not match expected resource name `" + found + "`");
        }
    }

    private static void checkAttributes(Context context, ExternName name, ParsedName parsed, ExternType type)
            throws InvalidComponentException {
        String implemented = null;
        String suffix = null;
        String id = null;
        for (ExternName.Attribute attribute : name.attributes()) {
            switch (attribute) {
                case ExternName.Implements(String interfaceName) -> {
                    once(context, "implements", implemented);
                    implemented = interfaceName;
                    implementing(context, name, parsed, type, interfaceName);
                }
                case ExternName.VersionSuffix(String text) -> {
                    once(context, "versionsuffix", suffix);
                    suffix = text;
                    versionSuffix(context, name, parsed, text);
                }
                case ExternName.ExternalId(String text) -> {
                    once(context, "external-id", id);
                    id = text;
                }
            }
        }
    }

    private static void once(Context context, String attribute, @Nullable String before)
            throws InvalidComponentException {
        if (before != null) {
            throw context.invalid("duplicate '" + attribute + "' option in name");
        }
    }

    private static void implementing(Context context, ExternName name, ParsedName parsed, ExternType type,
            String interfaceName) throws InvalidComponentException {
        try {
            Names.parseInterface(interfaceName);
        } catch (IllegalArgumentException e) {
            throw context.invalid("`implements` of `" + name + "`: " + e.getMessage());
        }
        if (!(type instanceof ExternType.Instance)) {
            throw context.invalid("only instances can have an `implements`");
        }
        if (!(parsed instanceof ParsedName.Label)) {
            throw context.invalid("name `" + name + "` is not valid with `implements`");
        }
    }

    private static void versionSuffix(Context context, ExternName name, ParsedName parsed, String suffix)
            throws InvalidComponentException {
        Version version = parsed instanceof ParsedName.Interface iface ? iface.version() : null;
        if (version == null || !CANONICAL_VERSION.matcher(version.text()).matches()) {
            throw context.invalid("name `" + name + "` is not valid with `versionsuffix`");
        }
        String whole = version.text() + suffix;
        try {
            Version.parse(whole);
        } catch (IllegalArgumentException e) {
            throw context.invalid("`versionsuffix` of `" + name + "`: " + e.getMessage());
        }
        if (!FULL_VERSION.matcher(whole).matches()) {
            throw context.invalid("`versionsuffix` of `" + name + "`: `" + whole + "` is not a valid semver");
        }
    }
}
