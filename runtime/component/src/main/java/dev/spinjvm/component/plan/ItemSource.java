package dev.spinjvm.component.plan;

import dev.spinjvm.component.binary.ExternDesc;

/// Where things come from that have a name and a type: the imports of a component, or the exports of an instance type.
@FunctionalInterface
interface ItemSource {

    /// @param scope where the type is to be read
    Item get(String name, ExternDesc type, Scope scope) throws Unsatisfied;
}
