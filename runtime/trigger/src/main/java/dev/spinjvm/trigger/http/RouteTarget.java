package dev.spinjvm.trigger.http;

/// What answers the requests of a route.
sealed interface RouteTarget {
    /// The id shown to the user: the component's, or the trigger's where the trigger answers by itself.
    String id();

    /// A Wasm component.
    record Component(String id) implements RouteTarget {}

    /// The trigger itself, with a static response.
    record Trigger(String id) implements RouteTarget {}
}
