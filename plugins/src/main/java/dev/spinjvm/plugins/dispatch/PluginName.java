package dev.spinjvm.plugins.dispatch;

/// What the name of a plugin says: `trigger-cron` is a trigger named `cron`; `kube`, whose first part is no keyword, a program of its own. A
/// `spin-` before the rest says nothing.
public sealed interface PluginName {
    record Typed(PluginKind kind, String name) implements PluginName {}

    record Standalone(String name) implements PluginName {}

    static PluginName parse(String text) {
        String name = text.startsWith("spin-") ? text.substring("spin-".length()) : text;
        int dash = name.indexOf('-');
        if (dash <= 0 || dash == name.length() - 1) {
            return new Standalone(text);
        }
        return PluginKind.ofKeyword(name.substring(0, dash)).<PluginName>map(kind -> new Typed(kind, name.substring(dash + 1))).orElse(
                new Standalone(text));
    }
}
