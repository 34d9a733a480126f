package dev.spinjvm.trigger;

import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;

/// Which components' output is shown on stderr.
public sealed interface FollowComponents {
    /// `--quiet`: none.
    record None() implements FollowComponents {}

    /// `--follow ID`, given once or more: these.
    record Named(Set<String> ids) implements FollowComponents {
        public Named {
            ids = Set.copyOf(ids);
        }
    }

    /// All, without a flag.
    record All() implements FollowComponents {}

    /// Whether this component's output is shown.
    default boolean follows(String componentId) {
        return switch (this) {
            case None() -> false;
            case Named(Set<String> ids) -> ids.contains(componentId);
            case All() -> true;
        };
    }

    /// Checks that every named component exists.
    ///
    /// @throws TriggerException listing those that do not, and those that do
    default void validate(Collection<String> componentIds) {
        if (this instanceof Named(Set<String> ids)) {
            var unknown = new TreeSet<>(ids);
            unknown.removeAll(componentIds);
            if (!unknown.isEmpty()) {
                throw new TriggerException("The following component(s) specified in --follow do not exist in the application:\n"
                        + bullets(unknown) + "\nThe following components exist:\n" + bullets(new TreeSet<>(componentIds)));
            }
        }
    }

    private static String bullets(Collection<String> items) {
        return String.join("\n", items.stream().map(item -> "  - " + item).toList());
    }
}
