package dev.spinjvm.loader;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Reduces an application to some of its components.
final class ComponentSelection {
    private ComponentSelection() {}

    static LockedApp select(LockedApp app, Collection<String> ids) {
        Set<String> selected = Set.copyOf(ids);
        for (String id : ids) {
            if (app.component(id).isEmpty()) {
                String near = NearNames.closest(id, app.componentIds());
                throw new LoadException("Specified component \"" + id + "\" not found in application"
                        + (near == null ? "" : "\nDid you mean \"" + near + "\"?"));
            }
        }
        List<LockedTrigger> triggers = app.triggers().stream()
                .filter(trigger -> trigger.component().filter(selected::contains).isPresent()).toList();
        Set<String> started = new HashSet<>();
        triggers.forEach(trigger -> trigger.component().ifPresent(started::add));
        List<LockedComponent> components = app.components().stream().filter(component -> started.contains(component.id())).toList();
        components.forEach(component -> checkChaining(component, selected));
        return new LockedApp(app.mustUnderstand(), app.metadata(), app.hostRequirements(), app.variables(), triggers, components);
    }

    /// Patterns with variables are not known yet and are let pass.
    private static void checkChaining(LockedComponent component, Set<String> selected) {
        for (String pattern : component.allowedOutboundHosts()) {
            int separator = pattern.indexOf("://");
            String host = separator < 0 ? "" : pattern.substring(separator + 3).replaceFirst("/$", "");
            String target = AllowedOutboundHosts.serviceChainingTarget(host).orElse(null);
            if (target == null || target.contains("{{") || selected.contains(target)) {
                continue;
            }
            String subject = "Selected component '" + component.id() + "' cannot use ";
            String entry = ": allowed_outbound_hosts = [\"http://" + target + ".spin.internal\"]";
            throw new LoadException("failed to resolve application with only components selected with --component: " + subject
                    + (target.equals("*") ? "wildcard service chaining" : "service chaining to unselected component") + entry);
        }
    }
}
