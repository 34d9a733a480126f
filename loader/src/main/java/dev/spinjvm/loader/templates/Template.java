package dev.spinjvm.loader.templates;

import dev.spinjvm.loader.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A template of an application or a component. Immutable.
public final class Template {
    static final String MANIFEST = "metadata/spin-template.toml";
    static final String SNIPPETS = "metadata/snippets";
    static final String PARTIALS = "metadata/partials";
    static final String CONTENT = "content";

    private final Declared declared;
    private final Origin origin;
    private final TemplateFiles files;

    Template(Declared declared, Origin origin, TemplateFiles files) {
        this.declared = declared;
        this.origin = origin;
        this.files = files;
    }

    /// What the manifest of a template says.
    ///
    /// @param application null if no application can be made of it
    /// @param component null if it cannot be added to an application
    record Declared(String id, @Nullable String description, Set<String> tags, @Nullable Use application, @Nullable Use component,
            List<Parameter> parameters, List<Folder> folders) {}

    /// How the template is used for one variant.
    ///
    /// @param snippets from what they are for to their files
    record Use(List<String> skipFiles, List<String> skipParameters, Map<String, String> snippets, List<Conditional> conditions) {
        static final Use PLAIN = new Use(List.of(), List.of(), Map.of(), List.of());
    }

    /// What changes if an application's manifest has an entry.
    ///
    /// @param entry the keys that lead to it
    record Conditional(List<String> entry, List<String> skipFiles, List<String> skipParameters, List<String> skipSnippets) {}

    /// A folder to be made.
    ///
    /// @param path a template
    /// @param besideManifest in the folder of the application rather than that of the component
    record Folder(String name, String path, boolean besideManifest) {}

    public String id() {
        return declared.id;
    }

    /// For people; empty if it has none.
    public String description() {
        return declared.description == null ? "" : declared.description;
    }

    /// In lower case.
    public Set<String> tags() {
        return declared.tags;
    }

    public Origin origin() {
        return origin;
    }

    /// Some templates as a JSON array with the members `id` and `description`.
    public static String listToJson(List<Template> templates) {
        return Json.pretty(templates.stream().map(template -> {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("id", template.id());
            if (template.declared.description != null) {
                fields.put("description", template.declared.description);
            }
            return fields;
        }).toList());
    }

    /// Whether it has all of some tags, whatever their case.
    public boolean hasTags(List<String> wanted) {
        return wanted.stream().allMatch(tag -> declared.tags.contains(tag.toLowerCase(Locale.ROOT)));
    }

    public boolean supports(Variant variant) {
        return declaredUse(variant) != null;
    }

    /// All that it may be told, in the order in which to ask.
    public List<Parameter> parameters() {
        return declared.parameters;
    }

    List<Folder> folders() {
        return declared.folders;
    }

    TemplateFiles files() {
        return files;
    }

    private @Nullable Use declaredUse(Variant variant) {
        return switch (variant) {
            case Variant.NewApplication _ -> declared.application;
            case Variant.AddComponent _ -> declared.component;
        };
    }

    /// How it is used, with the conditions that hold applied.
    ///
    /// @throws TemplateException if it does not support the variant
    Use use(Variant variant) {
        Use use = declaredUse(variant);
        if (use == null) {
            throw new TemplateException("Template " + id() + " doesn't support the '" + variant.description() + "' operation");
        }
        if (!(variant instanceof Variant.AddComponent(var manifest)) || use.conditions.isEmpty()) {
            return use;
        }
        List<String> skipFiles = new ArrayList<>(use.skipFiles);
        List<String> skipParameters = new ArrayList<>(use.skipParameters);
        Map<String, String> snippets = new LinkedHashMap<>(use.snippets);
        AppManifest app = AppManifest.read(manifest);
        for (Conditional conditional : use.conditions) {
            if (app.has(conditional.entry)) {
                skipFiles.addAll(conditional.skipFiles);
                skipParameters.addAll(conditional.skipParameters);
                snippets.keySet().removeAll(conditional.skipSnippets);
            }
        }
        return new Use(skipFiles, skipParameters, snippets, List.of());
    }
}
