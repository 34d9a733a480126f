package dev.spinjvm.loader.templates;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// A store of templates and a folder to generate into, for one test.
record Templates(TemplateHome home, Path work, Path source) {
    Templates(Path scratch, Path source) throws IOException {
        this(new TemplateHome(scratch.resolve("data/templates"), true, Files.createDirectories(scratch.resolve("work")), environment(),
                "4.1.0-pre0"), scratch.resolve("work"), source);
    }

    private static Map<String, String> environment() {
        String path = System.getenv().getOrDefault("PATH", "");
        return Map.of("PATH", path, "GIT_AUTHOR_NAME", "Ann", "GIT_AUTHOR_EMAIL", "ann@example.com", "GIT_CONFIG_GLOBAL", "/dev/null",
                "GIT_COMMITTER_NAME", "Ann", "GIT_COMMITTER_EMAIL", "ann@example.com");
    }

    TemplateManager manager() {
        return new TemplateManager(home);
    }

    TemplateManager.Installation install(TemplateSource from) {
        return manager().install(from, false, _ -> {});
    }

    TemplateManager.Installation update(TemplateSource from) {
        return manager().install(from, true, _ -> {});
    }

    void newApp(String template, String name, Map<String, String> values) {
        run(template, new RunOptions(new Variant.NewApplication(), name, Path.of(name), values, true, true, false));
    }

    /// @return its manifest
    Path newEmptyApp(String name) {
        newApp("http-empty", name, Map.of());
        return work.resolve(name).resolve("spin.toml");
    }

    void add(String template, String name, Path manifest, Map<String, String> values) {
        run(template, new RunOptions(new Variant.AddComponent(manifest), name, Path.of(name), values, true, true, false));
    }

    void run(String template, RunOptions options) {
        new TemplateRun(manager().find(template).orElseThrow(), options, home).generate(null, warning -> {
            throw new AssertionError(warning);
        });
    }
}
