package dev.spinjvm.component.plan;

import dev.spinjvm.component.HostInterface;
import dev.spinjvm.component.types.ResourceType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What linking all components of one plan came upon: the host's resource types, and what does not fit.
final class Linkage {
    private final Map<ResourceType, HostInterface.Resource> resources = new HashMap<>();
    private final List<String> problems = new ArrayList<>();

    /// An interface that reuses a type of another one may repeat it without destructor; the defining one decides.
    void add(HostInterface.Resource resource) {
        resources.merge(resource.type(), resource, (known, other) -> known.destructor() != null ? known : other);
    }

    /// The host's definition of a resource type, or null if no import was satisfied by it.
    HostInterface.@Nullable Resource resource(ResourceType type) {
        return resources.get(type);
    }

    void note(String problem) {
        problems.add(problem);
    }

    /// One sentence for each import that is not satisfied, in the order of the imports.
    List<String> problems() {
        return List.copyOf(problems);
    }
}
