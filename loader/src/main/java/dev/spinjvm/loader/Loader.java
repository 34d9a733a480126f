package dev.spinjvm.loader;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/// Turns a source into a locked application.
///
/// Writes nothing but the assets below [LoadOptions#workingDirectory], and those only once the manifest is known to be without fault.
public final class Loader {
    private Loader() {}

    /// Loads an application.
    ///
    /// @throws ManifestException with every problem found in the manifest
    /// @throws LoadException for what has no place in a manifest
    public static LockedApp load(AppSource source, LoadOptions options) {
        return switch (source) {
            case AppSource.ManifestFile(Path file) -> loadManifest(file, options);
            case AppSource.BareWasm(Path file) -> bareWasm(file);
            case AppSource.Registry(String reference) -> throw new LoadException("Cannot load " + Quoted.of(reference)
                    + ": applications from a registry are not supported by this version of Spin");
            case AppSource.Bindle(String id) -> throw new LoadException("Cannot load the bindle " + Quoted.of(id) + " without its server");
        };
    }

    private static LockedApp loadManifest(Path file, LoadOptions options) {
        String failedToRead = "Failed to read Spin app manifest from \"" + file + "\"";
        String failedToLoad = "Failed to load Spin app from \"" + file + "\"";
        Path absolute = file.toAbsolutePath().normalize();
        Path appRoot = absolute.getParent();
        if (appRoot == null) {
            throw new LoadException("manifest path has no parent directory");
        }
        String toml = read(file, failedToRead);
        var text = new ManifestText(file.toString(), toml);
        Manifest manifest = ManifestReader.read(text, toml);
        boolean readable = manifest != null && !text.hasErrors();
        Manifest checked = manifest == null ? null : check(manifest, text, appRoot, options);
        if (checked == null) {
            text.throwIfErrors(failedToRead);
            throw new LoadException(failedToRead);
        }
        SourceLoading sources = SourceLoading.run(checked, text, appRoot, options.sources());
        FilePlan plan = planFiles(checked, sources, text, appRoot, options);
        text.throwIfErrors(readable ? failedToLoad : failedToRead);
        text.diagnostics().forEach(options.onWarning());
        FileCopier.place(plan.copies(), options.links());
        return new AppLocker(checked, absolute, appRoot, options, sources).lock();
    }

    static String read(Path file, String failed) {
        try {
            return Files.readString(file);
        } catch (CharacterCodingException _) {
            throw new LoadException(failed, new LoadException("it is not UTF-8 text"));
        } catch (IOException e) {
            throw LoadException.ofIo(failed, e);
        }
    }

    private static Manifest check(Manifest manifest, ManifestText text, Path appRoot, LoadOptions options) {
        ensureProfile(manifest, options.profile());
        Manifest normalized = ManifestNormalizer.normalize(manifest, options.profile(), text);
        Manifest converted = AllowedHttpHosts.convertAll(normalized, text);
        new ManifestCheck(converted, text, appRoot).run();
        return converted;
    }

    static void ensureProfile(Manifest manifest, @Nullable String profile) {
        if (profile != null && !manifest.profiles().contains(profile)) {
            throw new LoadException("Profile " + profile + " is not defined in this application");
        }
    }

    private static FilePlan planFiles(Manifest manifest, SourceLoading sources, ManifestText text, Path appRoot, LoadOptions options) {
        var plan = new FilePlan(appRoot, text);
        manifest.components().forEach((id, component) -> {
            Path assets = AppLocker.assets(options, id);
            plan.addPackaged(id, component, sources.files(component), assets);
            if (component.files().isEmpty()) {
                return;
            }
            if (options.directMounts()) {
                DirectMounts.check(id, component, appRoot, text);
            } else {
                plan.add(id, component, assets);
            }
        });
        return plan;
    }

    private static LockedApp bareWasm(Path file) {
        String fileName = String.valueOf(file.getFileName());
        if (fileName.endsWith(".wat")) {
            throw new LoadException(AppSource.watRefusal(file.toString()));
        }
        if (!Files.isRegularFile(file)) {
            throw new LoadException("No such file or directory '" + file + "'");
        }
        int dot = fileName.lastIndexOf('.');
        return singleComponent(dot > 0 ? fileName.substring(0, dot) : fileName, file);
    }

    /// An application made of one component that answers every route.
    static LockedApp singleComponent(String name, Path file) {
        Map<String, Object> metadata = new TreeMap<>();
        metadata.put("name", name);
        metadata.put("trigger", Map.of("type", "http"));
        metadata.put("triggers", Map.of());
        String component = "http-trigger1-component";
        var trigger = new LockedTrigger("http-trigger1", "http", Map.of("component", component, "route", "/..."), Map.of());
        var source = new ComponentSource(ComponentSource.WASM, ContentRef.ofFile(file));
        var locked = new LockedComponent(component, Map.of(), source, Map.of(), List.of(), Map.of(), Map.of(), Map.of(), Map.of());
        return new LockedApp(List.of(), metadata, Map.of(), Map.of(), List.of(trigger), List.of(locked));
    }
}
