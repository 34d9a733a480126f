package dev.spinjvm.plugins.bindle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import dev.spinjvm.loader.ComponentAssets;
import dev.spinjvm.loader.ComponentSource;
import dev.spinjvm.loader.ContentPath;
import dev.spinjvm.loader.ContentRef;
import dev.spinjvm.loader.LockedApp;
import dev.spinjvm.loader.LockedComponent;
import dev.spinjvm.loader.LockedTrigger;
import dev.spinjvm.loader.LockedVariable;
import dev.spinjvm.oci.Digest;
import dev.spinjvm.oci.FileMutex;
import dev.spinjvm.oci.ReferenceException;
import dev.spinjvm.oci.Transfers;
import dev.spinjvm.oci.cache.ContentKind;
import dev.spinjvm.oci.cache.RegistryCache;
import dev.spinjvm.plugins.bindle.Invoice.Label;
import dev.spinjvm.plugins.bindle.Invoice.Parcel;

/// Makes a runnable application of a bindle. Its parcels are kept in the cache of registries' content: both go by SHA-256.
public final class BindleApp {
    private static final int AT_ONCE = 4;

    private final BindleClient client;
    private final String server;
    private final RegistryCache cache;

    /// @param server as the user wrote its URL, for the application's origin
    public BindleApp(BindleClient client, String server, RegistryCache cache) {
        this.client = client;
        this.server = server;
        this.cache = cache;
    }

    /// Fetches what is missing and locks.
    ///
    /// @param workingDirectory where `assets/<component>` is written
    /// @throws BindleException.Yanked if the bindle was taken back
    public LockedApp load(BindleId id, Path workingDirectory) {
        try (FileMutex _ = cache.use()) {
            Invoice invoice = client.invoice(id, false);
            if (invoice.isYanked()) {
                throw new BindleException.Yanked(id);
            }
            fetch(id, invoice);
            return lock(invoice, manifest(invoice), workingDirectory);
        }
    }

    private void fetch(BindleId id, Invoice invoice) {
        List<Runnable> tasks = new ArrayList<>();
        Map<String, Label> distinct = new LinkedHashMap<>();
        invoice.parcels().forEach(parcel -> distinct.putIfAbsent(parcel.label().sha256(), parcel.label()));
        distinct.values().forEach(label -> tasks.add(() -> fetch(id, label)));
        Transfers.run(AT_ONCE, tasks);
    }

    private void fetch(BindleId id, Label label) {
        Digest digest = digest(label.sha256());
        if (cache.find(digest).isEmpty()) {
            ContentKind kind = label.mediaType().equals(SpinBindle.WASM) ? ContentKind.WASM : ContentKind.DATA;
            client.parcel(id, label, bytes -> cache.put(kind, digest, bytes, label.size()));
        }
    }

    private static Digest digest(String sha256) {
        try {
            return new Digest(Digest.Algorithm.SHA256, sha256);
        } catch (ReferenceException e) {
            throw new BindleException("The bindle is invalid: " + e.getMessage());
        }
    }

    private Path file(String sha256) {
        Digest digest = digest(sha256);
        return cache.find(digest).orElseThrow(() -> new BindleException(digest + " vanished from the cache"));
    }

    private SpinBindle manifest(Invoice invoice) {
        List<Label> manifests = invoice.parcels().stream().map(Parcel::label).filter(label -> label.mediaType().equals(
                SpinBindle.MEDIA_TYPE)).toList();
        if (manifests.size() != 1) {
            throw new BindleException(manifests.isEmpty()
                    ? "Invoice does not contain a Spin manifest"
                    : "Invoice contains multiple Spin manifests");
        }
        Label label = manifests.getFirst();
        try {
            return SpinBindle.read(Files.readString(file(label.sha256())), label.name());
        } catch (IOException e) {
            throw new BindleException("Failed to read the application's manifest", e);
        }
    }

    private LockedApp lock(Invoice invoice, SpinBindle manifest, Path workingDirectory) {
        Map<String, Object> settings = new TreeMap<>(manifest.triggerSettings());
        Map<String, Object> metadata = new TreeMap<>();
        metadata.put("name", invoice.id().name());
        metadata.put("version", invoice.id().version());
        metadata.put("bindle_version", invoice.id().version());
        if (invoice.description() != null) {
            metadata.put("description", invoice.description());
        }
        if (!invoice.authors().isEmpty()) {
            metadata.put("authors", invoice.authors());
        }
        metadata.put("origin", "bindle+" + server + "?id=" + invoice.id());
        metadata.put("triggers", Map.of(manifest.triggerType(), settings));
        Map<String, Object> single = new TreeMap<>(settings);
        single.put("type", manifest.triggerType());
        metadata.put("trigger", single);
        Map<String, LockedVariable> variables = new TreeMap<>();
        manifest.variables().forEach((name, variable) -> variables.put(name, new LockedVariable(variable.description(), variable
                .defaultValue(), variable.secret())));
        return new LockedApp(List.of(), metadata, Map.of(), variables,
                manifest.components().stream().map(component -> trigger(manifest.triggerType(), component)).toList(),
                manifest.components().stream().map(component -> component(invoice, component, workingDirectory)).toList());
    }

    private static LockedTrigger trigger(String type, SpinBindle.Component component) {
        Map<String, Object> config = new TreeMap<>(component.trigger());
        config.put("component", component.id());
        return new LockedTrigger("trigger-" + component.id(), type, config, Map.of());
    }

    private LockedComponent component(Invoice invoice, SpinBindle.Component component, Path workingDirectory) {
        Map<String, Object> metadata = new TreeMap<>();
        if (component.description() != null) {
            metadata.put("description", component.description());
        }
        putTexts(metadata, "allowed_outbound_hosts", SpinBindle.hosts(component));
        putTexts(metadata, "key_value_stores", component.keyValueStores());
        putTexts(metadata, "databases", component.databases());
        putTexts(metadata, "ai_models", component.models());
        if (invoice.parcel(component.source()).isEmpty()) {
            throw new BindleException("The code of component '" + component.id() + "', " + component.source()
                    + ", is no parcel of the bindle");
        }
        return new LockedComponent(component.id(), metadata, new ComponentSource(ComponentSource.WASM, ContentRef.ofFile(file(component
                .source()))), component.environment(), files(invoice, component, workingDirectory), component.config(), Map.of(), Map.of(),
                Map.of());
    }

    private List<ContentPath> files(Invoice invoice, SpinBindle.Component component, Path workingDirectory) {
        if (component.files() == null) {
            return List.of();
        }
        Map<String, Path> files = new LinkedHashMap<>();
        invoice.members(component.files()).forEach(parcel -> files.put(parcel.label().name(), file(parcel.label().sha256())));
        return ComponentAssets.copy(component.id(), files, workingDirectory);
    }

    private static void putTexts(Map<String, Object> metadata, String key, List<String> values) {
        if (!values.isEmpty()) {
            metadata.put(key, values);
        }
    }
}
