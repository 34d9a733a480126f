package dev.spinjvm.trigger.guests;

import java.util.List;

import dev.spinjvm.component.Component;
import dev.spinjvm.component.Dependency;
import dev.spinjvm.component.LinkException;
import dev.spinjvm.component.Linker;
import dev.spinjvm.component.PreparedComponent;

/// A loaded component with what serves its imports: dependencies, and `host` for all else.
public record Guest(Component component, Linker host, List<Dependency> dependencies) {
    public Guest {
        dependencies = List.copyOf(dependencies);
    }

    /// Links all of it.
    ///
    /// @throws LinkException if an import is not served, or not by what fits
    public PreparedComponent prepare() throws LinkException {
        return host.prepare(component, dependencies);
    }
}
