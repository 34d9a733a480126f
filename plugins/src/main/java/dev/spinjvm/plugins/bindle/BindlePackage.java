package dev.spinjvm.plugins.bindle;

import java.io.IOException;
import java.io.InputStream;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

import dev.spinjvm.loader.ComponentAssets;
import dev.spinjvm.loader.ContentPath;
import dev.spinjvm.loader.LockedApp;
import dev.spinjvm.loader.LockedComponent;
import dev.spinjvm.loader.LockedTrigger;
import dev.spinjvm.oci.Digest;
import dev.spinjvm.plugins.bindle.Invoice.Conditions;
import dev.spinjvm.plugins.bindle.Invoice.Group;
import dev.spinjvm.plugins.bindle.Invoice.Label;
import dev.spinjvm.plugins.bindle.Invoice.Parcel;
import org.jspecify.annotations.Nullable;

/// Makes a bindle of an application, in the layout of Spin 0.10.
public final class BindlePackage {
    private static final Pattern NAME = Pattern.compile("[-_\\p{L}\\p{N}]+");

    private final LockedApp app;
    private final Path scratch;
    private final Map<String, Parcel> parcels = new LinkedHashMap<>();
    private final Map<String, Path> files = new TreeMap<>();

    private BindlePackage(LockedApp app, Path scratch) {
        this.app = app;
        this.scratch = scratch;
    }

    /// What a version gets added, so that different content has different versions.
    public sealed interface BuildInfo {
        /// The version alone.
        record None() implements BuildInfo {}

        /// `+` and a text of the user's.
        record Given(String text) implements BuildInfo {}

        /// `+q` and the beginning of the SHA-256 of everything: the same application has the same version.
        record OfContent() implements BuildInfo {}
    }

    /// Packages.
    ///
    /// @param app as the loader made it, with its content in local files
    /// @param manifest the text of `spin.toml`, which counts as content
    /// @param scratch an empty folder, where the application's manifest for the bindle is written
    /// @throws BindleException if a bindle cannot carry the application
    public static StandaloneBindle of(LockedApp app, byte[] manifest, BuildInfo buildInfo, Path scratch) {
        try {
            return new BindlePackage(app, scratch).run(manifest, buildInfo);
        } catch (IOException e) {
            throw new BindleException("Failed to package the application", e);
        }
    }

    private StandaloneBindle run(byte[] manifest, BuildInfo buildInfo) throws IOException {
        if (!NAME.matcher(app.name()).matches()) {
            throw new BindleException("The application name '" + app.name()
                    + "' cannot name a bindle: it is made of letters, digits, - and _");
        }
        if (app.triggerTypes().size() != 1) {
            throw new BindleException("A bindle carries triggers of one type, and the application has " + (app.triggers().isEmpty()
                    ? "none"
                    : "several: " + String.join(", ", app.triggerTypes())));
        }
        var hash = Digest.Algorithm.SHA256.start();
        List<SpinBindle.Component> components = new ArrayList<>();
        List<Group> groups = new ArrayList<>();
        for (LockedComponent component : app.components()) {
            Path code = component.source().content().requiredFile();
            String source = parcel(code, digest(code, hash), SpinBindle.WASM, component.id() + ".wasm", null);
            String group = SpinBindle.fileGroup(component.id());
            SortedMap<String, Path> assets = new TreeMap<>();
            for (ContentPath mount : component.files()) {
                assets.putAll(ComponentAssets.files(mount));
            }
            for (Map.Entry<String, Path> asset : assets.entrySet()) {
                parcel(asset.getValue(), digest(asset.getValue(), hash), mediaType(asset.getKey()), asset.getKey(), group);
            }
            groups.add(new Group(group, null, null));
            components.add(component(component, source, component.files().isEmpty() ? null : group));
        }
        hash.update(manifest);
        BindleId id = new BindleId(app.name(), version() + suffix(buildInfo, HexFormat.of().formatHex(hash.digest())));
        addManifest(components);
        Object description = app.metadata().get("description");
        return new StandaloneBindle(Invoice.of(id, description instanceof String text ? text : null, authors(), List.copyOf(parcels
                .values()), groups), files);
    }

    private String version() {
        return app.metadata().get("version") instanceof String version ? version : "0.0.0";
    }

    private List<String> authors() {
        return app.metadata().get("authors") instanceof List<?> list ? list.stream().map(String::valueOf).toList() : List.of();
    }

    private static String suffix(BuildInfo buildInfo, String hash) {
        return switch (buildInfo) {
            case BuildInfo.None() -> "";
            case BuildInfo.Given(String text) -> "+" + text;
            case BuildInfo.OfContent() -> "+q" + hash.substring(0, 7);
        };
    }

    private void addManifest(List<SpinBindle.Component> components) throws IOException {
        Map<String, SpinBindle.Variable> variables = new TreeMap<>();
        app.variables().forEach((name, variable) -> variables.put(name, new SpinBindle.Variable(variable.description(), variable
                .defaultValue(), variable.secret())));
        String type = app.triggerTypes().iterator().next();
        String toml = new SpinBindle(type, app.triggerSettings(type), variables, components).toToml();
        Path file = Files.writeString(scratch.resolve("spin.toml"), toml);
        String sha256 = Digest.ofSha256(toml.getBytes(StandardCharsets.UTF_8)).hex();
        parcel(file, sha256, SpinBindle.MEDIA_TYPE, "spin." + sha256 + ".toml", null);
    }

    private SpinBindle.Component component(LockedComponent component, String source, @Nullable String group) {
        List<LockedTrigger> own = app.triggers().stream().filter(trigger -> trigger.component().filter(component.id()::equals).isPresent())
                .toList();
        if (own.size() != 1) {
            throw new BindleException("Component '" + component.id() + "' has " + own.size()
                    + " triggers; a bindle carries one for each component");
        }
        if (!component.dependencies().isEmpty() || !component.triggerDependencies().isEmpty()) {
            throw new BindleException("Component '" + component.id()
                    + "' has dependencies, which a bindle cannot carry; push the application to a registry instead");
        }
        Map<String, Object> trigger = new TreeMap<>(own.getFirst().config());
        trigger.remove("component");
        return new SpinBindle.Component(component.id(), source, component.description().orElse(null), group, List.of(),
                component.allowedOutboundHosts(), component.keyValueStores(), component.sqliteDatabases(), component.aiModels(),
                component.environment(), component.config(), trigger);
    }

    /// Adds a parcel. Files that are equal, and have the same name, are one parcel, in the groups of all.
    ///
    /// @return its SHA-256
    private String parcel(Path file, String sha256, String mediaType, String name, @Nullable String group) throws IOException {
        files.putIfAbsent(sha256, file);
        // A name is where the guest sees the file, so code is one parcel whatever it is called, and assets are not.
        String key = group == null ? sha256 : sha256 + " " + name;
        Parcel known = parcels.get(key);
        TreeSet<String> groups = new TreeSet<>(known == null ? List.of() : known.conditions().memberOf());
        if (group != null) {
            groups.add(group);
        }
        Label label = known == null ? Label.of(sha256, mediaType, name, Files.size(file)) : known.label();
        parcels.put(key, new Parcel(label, groups.isEmpty() ? Conditions.NONE : new Conditions(List.copyOf(groups), List.of())));
        return sha256;
    }

    /// The SHA-256 of a file, whose bytes are added to another hash on the way.
    private static String digest(Path file, MessageDigest all) throws IOException {
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), all)) {
            return Digest.of(in, Digest.Algorithm.SHA256).hex();
        }
    }

    private static String mediaType(String path) {
        String type = URLConnection.guessContentTypeFromName(path);
        return type == null ? "application/octet-stream" : type;
    }
}
