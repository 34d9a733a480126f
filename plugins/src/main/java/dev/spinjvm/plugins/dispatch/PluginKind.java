package dev.spinjvm.plugins.dispatch;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What a plugin can be for. The list is fixed: each kind has a contract of its own ([Contract]).
public enum PluginKind {
    /// Calls the components of an app when something happens; chosen by the type of a trigger in the manifest.
    TRIGGER(ChosenBy.THE_APP),
    /// Puts an app on a platform.
    DEPLOY(ChosenBy.THE_USER),
    /// Builds components.
    BUILD(ChosenBy.THE_APP),
    /// Runs an app elsewhere than in this process.
    RUN(ChosenBy.THE_USER),
    /// Gets an app or a component from where Spin does not look by itself; chosen by the scheme of a reference.
    LOADER(ChosenBy.THE_APP),
    /// Gives the values of variables; chosen by the runtime configuration.
    CONFIG(ChosenBy.THE_APP),
    /// Implements an interface that components import.
    HOST(ChosenBy.THE_APP);

    /// Who chooses a plugin of a kind. Those that the app chooses are internal: nobody types their names.
    public enum ChosenBy {
        THE_APP, THE_USER
    }

    private final ChosenBy chosenBy;

    PluginKind(ChosenBy chosenBy) {
        this.chosenBy = chosenBy;
    }

    public ChosenBy chosenBy() {
        return chosenBy;
    }

    /// The first part of the names of its plugins.
    public String keyword() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<PluginKind> ofKeyword(String keyword) {
        return Arrays.stream(values()).filter(kind -> kind.keyword().equals(keyword)).findFirst();
    }
}
