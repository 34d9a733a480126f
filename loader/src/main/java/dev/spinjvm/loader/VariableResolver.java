package dev.spinjvm.loader;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Resolves the variables of an application and of its components.
///
/// Providers are asked in order, then the default holds. Safe for use by many threads as far as the providers are. Values never appear in
/// `toString`.
public final class VariableResolver {
    private final Map<String, LockedVariable> variables;
    private final Map<String, Map<String, Template>> components;
    private final List<VariableProvider> providers;

    private VariableResolver(Map<String, LockedVariable> variables, Map<String, Map<String, Template>> components,
            List<VariableProvider> providers) {
        this.variables = Map.copyOf(variables);
        this.components = Map.copyOf(components);
        this.providers = List.copyOf(providers);
    }

    /// The resolver of an application.
    ///
    /// @throws VariableException if a name or template of the application is invalid
    public static VariableResolver of(LockedApp app, List<VariableProvider> providers) {
        app.variables().keySet().forEach(VariableResolver::checkName);
        Map<String, Map<String, Template>> components = new LinkedHashMap<>();
        for (LockedComponent component : app.components()) {
            Map<String, Template> templates = new TreeMap<>();
            component.config().forEach((name, text) -> {
                checkName(name);
                templates.put(name, template(text, app.variables()));
            });
            components.put(component.id(), templates);
        }
        return new VariableResolver(app.variables(), components, providers);
    }

    private static Template template(String text, Map<String, LockedVariable> variables) {
        Template template = Template.parse(text);
        for (String name : template.variables()) {
            if (!variables.containsKey(name)) {
                throw new VariableException(VariableException.Kind.INVALID_TEMPLATE, "unknown variable " + Quoted.of(name));
            }
        }
        return template;
    }

    /// The value of a variable of a component, as its guest sees it.
    ///
    /// @throws VariableException `INVALID_NAME`, `UNDEFINED` or, if no value can be had, `PROVIDER`
    public String resolve(String componentId, String name) {
        checkName(name);
        Map<String, Template> templates = components.get(componentId);
        if (templates == null) {
            throw new VariableException(VariableException.Kind.UNDEFINED, "no variable for component " + Quoted.of(componentId));
        }
        Template template = templates.get(name);
        if (template == null) {
            throw new VariableException(VariableException.Kind.UNDEFINED,
                    "no variable for " + Quoted.of(componentId) + "." + Quoted.of(name));
        }
        return template.resolve(this::resolve);
    }

    /// The values of all variables of a component, by name.
    ///
    /// @throws VariableException `PROVIDER` if a value cannot be had
    public Map<String, String> resolveAll(String componentId) {
        Map<String, String> values = new TreeMap<>();
        components.getOrDefault(componentId, Map.of()).forEach((name, template) -> values.put(name, template.resolve(this::resolve)));
        return values;
    }

    /// The value of an application variable.
    ///
    /// @throws VariableException `INVALID_NAME` for an unknown one or, if no value can be had, `PROVIDER`
    public String resolve(String name) {
        for (VariableProvider provider : providers) {
            String value = provider.get(name);
            if (value != null) {
                return value;
            }
        }
        LockedVariable variable = variables.get(name);
        if (variable == null) {
            throw new VariableException(VariableException.Kind.INVALID_NAME, name);
        }
        if (variable.defaultValue() == null) {
            throw new VariableException(VariableException.Kind.PROVIDER, "no provider resolved required variable " + Quoted.of(name));
        }
        return variable.defaultValue();
    }

    /// The text of a template with the values of application variables.
    ///
    /// @throws VariableException if the template is invalid or a value cannot be had
    public String resolveTemplate(String text) {
        return Template.parse(text).resolve(this::resolve);
    }

    /// What a component may call, its patterns resolved.
    ///
    /// @throws VariableException if a value cannot be had
    /// @throws AllowedHostException if a resolved pattern is malformed
    public AllowedOutboundHosts allowedOutboundHosts(LockedApp app, LockedComponent component) {
        return AllowedOutboundHosts.parse(component.allowedOutboundHosts(), this::resolve, app.componentIds());
    }

    /// Makes sure that the application can start: every variable without a default has a provider that may know it.
    ///
    /// @throws VariableException naming all that have none
    public void requireResolvable() {
        String missing = new TreeMap<>(variables).entrySet().stream()
                .filter(entry -> entry.getValue().required() && providers.stream().noneMatch(provider -> provider.mayResolve(entry
                        .getKey())))
                .map(entry -> Quoted.of(entry.getKey())).collect(Collectors.joining(", "));
        if (!missing.isEmpty()) {
            throw new VariableException(VariableException.Kind.PROVIDER, "no provider resolved required variable(s): [" + missing + "]");
        }
    }

    private static void checkName(String name) {
        String problem = nameProblem(name);
        if (!problem.isEmpty()) {
            throw new VariableException(VariableException.Kind.INVALID_NAME, Quoted.of(name) + ": " + problem);
        }
    }

    private static String nameProblem(String name) {
        if (name.isEmpty()) {
            return "must not be empty";
        }
        int[] invalid = name.codePoints().filter(c -> !isLower(c) && !isDigit(c) && c != '_').toArray();
        if (invalid.length > 0) {
            return "invalid character '" + Character.toString(invalid[0])
                    + "'. Variable names may contain only lower-case letters, numbers, and underscores.";
        }
        if (!isLower(name.charAt(0))) {
            return "must start with a lowercase ASCII letter";
        }
        if (name.endsWith("_")) {
            return "must end with a lowercase ASCII letter or digit";
        }
        return name.contains("__") ? "must not contain multiple consecutive underscores" : "";
    }

    private static boolean isLower(int c) {
        return c >= 'a' && c <= 'z';
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    @Override
    public String toString() {
        return "VariableResolver" + new TreeMap<>(variables).keySet();
    }
}
