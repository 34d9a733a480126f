package dev.spinjvm.plugins.containers;

import dev.spinjvm.plugins.dispatch.Description.Setting;
import dev.spinjvm.plugins.drivers.DriverException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The settings that the drivers for containers share, and how they are read.
final class ContainerSettings {
    static final String NAME = "container";
    static final String ENGINE = "engine";
    static final String IMAGE = "image";
    static final String NETWORK = "network";
    static final String ARGUMENTS = "args";

    static final Setting ENGINE_SETTING = new Setting("The container engine: a name or a path; the first on the PATH otherwise",
            "SPIN_CONTAINER_ENGINE", false, "");
    static final Setting NETWORK_SETTING = new Setting(
            "The network of the container, such as `none` or `host`; the engine's usual one otherwise",
            "SPIN_CONTAINER_NETWORK", false, "");
    static final Setting ARGUMENTS_SETTING = new Setting("Further arguments for the engine's `run`: a text of words, or a list",
            "SPIN_CONTAINER_ARGS", false, "");

    private ContainerSettings() {}

    static Optional<String> text(Map<String, Object> config, String name) {
        return switch (config.get(name)) {
            case null -> Optional.empty();
            case String text -> text.isEmpty() ? Optional.empty() : Optional.of(text);
            default -> throw new DriverException("the setting `" + name + "` of the driver '" + NAME + "' must be a text");
        };
    }

    static boolean flag(Map<String, Object> config, String name) {
        return switch (String.valueOf(config.getOrDefault(name, "false"))) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new DriverException("the setting `" + name + "` of the driver '" + NAME + "' must be true or false");
        };
    }

    /// The user's own arguments for `run`.
    static List<String> arguments(Map<String, Object> config) {
        return switch (config.get(ARGUMENTS)) {
            case null -> List.of();
            case String text -> Stream.of(text.split("\\s+")).filter(word -> !word.isEmpty()).toList();
            case List<?> words -> words.stream().map(String::valueOf).toList();
            default -> throw new DriverException("the setting `" + ARGUMENTS + "` of the driver '" + NAME
                    + "' must be a text or a list of texts");
        };
    }
}
