package dev.spinjvm.oci.http;

import java.util.List;

/// What tokens must allow (distribution specification, token scope).
final class Scopes {
    private Scopes() {}

    static List<String> pull(String repository) {
        return List.of("repository:" + repository + ":pull");
    }

    static List<String> push(String repository) {
        return List.of("repository:" + repository + ":pull,push");
    }

    static List<String> mount(String repository, String from) {
        return List.of("repository:" + repository + ":pull,push", "repository:" + from + ":pull");
    }
}
