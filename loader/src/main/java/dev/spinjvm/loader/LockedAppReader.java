package dev.spinjvm.loader;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/// Reads the JSON form of a locked application. Every complaint names the place as a path such as `components[0].source`.
final class LockedAppReader {
    private static final Set<String> SUPPORTED_REQUIREMENTS = Set.of(LockedApp.LOCAL_SERVICE_CHAINING, LockedApp.MIDDLEWARE);
    private static final Set<String> UNDERSTOOD = Set.of("host_requirements", "component_host_requirements");

    private LockedAppReader() {}

    static LockedApp read(byte[] json) {
        Object root;
        try {
            root = Json.parse(json);
        } catch (IOException e) {
            throw new LoadException("not a valid locked application", new LoadException(Json.problem(e)));
        }
        Map<String, Object> app = object(root, "the locked application");
        Object version = app.get("spin_lock_version");
        if (!(version instanceof Long number) || number < 0) {
            throw invalid("spin_lock_version", "an integer");
        }
        if (number > 1) {
            throw new LoadException("not a valid locked application: invalid version " + number + " > 1");
        }
        List<String> mustUnderstand = texts(app.get("must_understand"), "must_understand");
        for (String entry : mustUnderstand) {
            if (!UNDERSTOOD.contains(entry)) {
                throw new LoadException("This version of Spin does not understand the part '" + entry
                        + "' which this application says must be understood");
            }
        }
        return new LockedApp(mustUnderstand, objectOrEmpty(app.get("metadata"), "metadata"),
                requirements(app.get("host_requirements"), "host_requirements"),
                map(app.get("variables"), "variables", LockedAppReader::variable),
                list(app.get("triggers"), "triggers", true, LockedAppReader::trigger),
                list(app.get("components"), "components", true, LockedAppReader::component));
    }

    /// The map with its keys as strings, unmodifiable.
    static Map<String, Object> stringKeyed(Map<?, ?> map) {
        var result = new TreeMap<String, Object>();
        map.forEach((key, value) -> {
            if (value != null) {
                result.put(String.valueOf(key), value);
            }
        });
        return Collections.unmodifiableMap(result);
    }

    private static Map<String, Object> requirements(@Nullable Object value, String at) {
        var requirements = new TreeMap<>(objectOrEmpty(value, at));
        requirements.values().removeIf("optional"::equals);
        String unsupported = requirements.keySet().stream().filter(name -> !SUPPORTED_REQUIREMENTS.contains(name))
                .collect(Collectors.joining(", "));
        if (!unsupported.isEmpty()) {
            throw new LoadException(
                    "This version of Spin does not support the following features required by this application: " + unsupported);
        }
        return Collections.unmodifiableMap(requirements);
    }

    private static LockedVariable variable(Object value, String at) {
        Map<String, Object> fields = object(value, at);
        return new LockedVariable(optionalText(fields, "description", at), optionalText(fields, "default", at),
                flag(fields, "secret", at));
    }

    private static LockedTrigger trigger(Object value, String at) {
        Map<String, Object> fields = object(value, at);
        return new LockedTrigger(text(fields, "id", at), text(fields, "trigger_type", at),
                objectOrEmpty(fields.get("trigger_config"), at + ".trigger_config"),
                map(fields.get("trigger_dependencies"), at + ".trigger_dependencies", LockedAppReader::dependencies));
    }

    private static LockedComponent component(Object value, String at) {
        Map<String, Object> fields = object(value, at);
        return new LockedComponent(text(fields, "id", at), objectOrEmpty(fields.get("metadata"), at + ".metadata"),
                source(fields.get("source"), at + ".source"), map(fields.get("env"), at + ".env", LockedAppReader::textValue),
                list(fields.get("files"), at + ".files", false, LockedAppReader::file),
                map(fields.get("config"), at + ".config", LockedAppReader::textValue),
                map(fields.get("dependencies"), at + ".dependencies", LockedAppReader::dependency),
                map(fields.get("trigger_dependencies"), at + ".trigger_dependencies", LockedAppReader::dependencies),
                requirements(fields.get("host_requirements"), at + ".host_requirements"));
    }

    private static ComponentSource source(@Nullable Object value, String at) {
        Map<String, Object> fields = object(value, at);
        return new ComponentSource(text(fields, "content_type", at), content(fields, at));
    }

    private static ContentPath file(Object value, String at) {
        Map<String, Object> fields = object(value, at);
        return new ContentPath(content(fields, at), text(fields, "path", at));
    }

    private static ContentRef content(Map<String, Object> fields, String at) {
        String inline = optionalText(fields, "inline", at);
        if (inline != null) {
            try {
                Base64.getDecoder().decode(inline);
            } catch (IllegalArgumentException _) {
                throw new LoadException("not a valid locked application: " + at + ".inline is not base64");
            }
        }
        return new ContentRef(optionalText(fields, "source", at), inline, optionalText(fields, "digest", at));
    }

    private static List<LockedDependency> dependencies(Object value, String at) {
        return list(value, at, true, LockedAppReader::dependency);
    }

    private static LockedDependency dependency(Object value, String at) {
        Map<String, Object> fields = object(value, at);
        return new LockedDependency(source(fields.get("source"), at + ".source"), optionalText(fields, "export", at),
                inherit(fields.get("inherit"), at + ".inherit"));
    }

    private static InheritConfiguration inherit(@Nullable Object value, String at) {
        return switch (value) {
            case null -> InheritConfiguration.NONE;
            case String all when all.equals("All") -> new InheritConfiguration.All();
            case Map<?, ?> some when some.size() == 1 && some.containsKey("Some") -> new InheritConfiguration.Some(texts(some.get("Some"),
                    at));
            default -> throw invalid(at, "\"All\" or {\"Some\": [...]}");
        };
    }

    private static Map<String, Object> object(@Nullable Object value, String at) {
        if (value instanceof Map<?, ?> map) {
            return stringKeyed(map);
        }
        throw invalid(at, "an object");
    }

    private static Map<String, Object> objectOrEmpty(@Nullable Object value, String at) {
        return value == null ? Map.of() : object(value, at);
    }

    private static <T> Map<String, T> map(@Nullable Object value, String at, BiFunction<Object, String, T> element) {
        var result = new TreeMap<String, T>();
        objectOrEmpty(value, at).forEach((name, member) -> result.put(name, element.apply(member, at + "." + name)));
        return Collections.unmodifiableMap(result);
    }

    private static <T> List<T> list(@Nullable Object value, String at, boolean required, BiFunction<Object, String, T> element) {
        if (value == null && !required) {
            return List.of();
        }
        if (!(value instanceof List<?> values)) {
            throw invalid(at, "an array");
        }
        var result = new ArrayList<T>(values.size());
        for (Object member : values) {
            result.add(element.apply(member, at + "[" + result.size() + "]"));
        }
        return Collections.unmodifiableList(result);
    }

    private static List<String> texts(@Nullable Object value, String at) {
        return list(value, at, false, LockedAppReader::textValue);
    }

    private static String textValue(Object value, String at) {
        if (value instanceof String text) {
            return text;
        }
        throw invalid(at, "a string");
    }

    private static String text(Map<String, Object> fields, String key, String at) {
        String value = optionalText(fields, key, at);
        if (value == null) {
            throw new LoadException("not a valid locked application: missing field `" + key + "` in " + at);
        }
        return value;
    }

    private static @Nullable String optionalText(Map<String, Object> fields, String key, String at) {
        Object value = fields.get(key);
        return value == null ? null : textValue(value, at + "." + key);
    }

    private static boolean flag(Map<String, Object> fields, String key, String at) {
        Object value = fields.get(key);
        if (value == null) {
            return false;
        }
        if (value instanceof Boolean flag) {
            return flag;
        }
        throw invalid(at + "." + key, "a boolean");
    }

    private static LoadException invalid(String at, String expected) {
        return new LoadException("not a valid locked application: " + at + " must be " + expected);
    }
}
