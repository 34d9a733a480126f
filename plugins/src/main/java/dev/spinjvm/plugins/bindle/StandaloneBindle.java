package dev.spinjvm.plugins.bindle;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

import dev.spinjvm.oci.AtomicFile;
import dev.spinjvm.oci.Digest;
import dev.spinjvm.oci.archive.ArchiveLimits;
import dev.spinjvm.oci.archive.SafeTarReader;
import dev.spinjvm.plugins.bindle.Invoice.Label;

/// A bindle in files: `<SHA-256 of its id>/invoice.toml` and `<SHA-256 of its id>/parcels/<SHA-256>.dat`.
///
/// @param parcels the files that hold the parcels, by the SHA-256 of their bytes; some may be missing
public record StandaloneBindle(Invoice invoice, Map<String, Path> parcels) {
    private static final String INVOICE = "invoice.toml";
    private static final String PARCELS = "parcels";
    private static final String SUFFIX = ".dat";

    public StandaloneBindle {
        parcels = Map.copyOf(parcels);
    }

    /// The folder of a bindle below that of several.
    public static Path folder(Path staging, BindleId id) {
        return staging.resolve(id.folder());
    }

    /// Reads the bindle in a folder that holds `invoice.toml`.
    public static StandaloneBindle read(Path folder) {
        Path file = folder.resolve(INVOICE);
        try {
            Invoice invoice = Invoice.read(Files.readString(file), file.toString());
            Map<String, Path> parcels = new TreeMap<>();
            for (Invoice.Parcel parcel : invoice.parcels()) {
                Path data = folder.resolve(PARCELS).resolve(safe(parcel.label()) + SUFFIX);
                if (Files.isRegularFile(data)) {
                    parcels.put(parcel.label().sha256(), data);
                }
            }
            return new StandaloneBindle(invoice, parcels);
        } catch (IOException e) {
            throw new BindleException("Failed to read bindle '" + folder + "'", e);
        }
    }

    /// Unpacks an archive (`.tar.gz`) that holds one bindle, and reads it.
    ///
    /// @param scratch an empty folder, which the caller removes
    public static StandaloneBindle unpack(Path archive, Path scratch) {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(archive))) {
            SafeTarReader.read(in, ArchiveLimits.standard(), (path, content) -> {
                Path file = scratch.resolve(path);
                Files.createDirectories(file.resolveSibling(""));
                Files.copy(content, file);
            });
            try (var folders = Files.walk(scratch)) {
                return read(folders.filter(file -> file.endsWith(INVOICE)).findFirst().orElseThrow(() -> new BindleException("'" + archive
                        + "' holds no bindle: there is no " + INVOICE + " in it")).resolveSibling(""));
            }
        } catch (IOException e) {
            throw new BindleException("Failed to unpack bindle '" + archive + "'", e);
        }
    }

    /// Writes the bindle below a folder.
    ///
    /// @return the folder of the bindle
    public Path write(Path staging) {
        Path folder = folder(staging, invoice.id());
        try {
            Files.createDirectories(folder.resolve(PARCELS));
            for (Map.Entry<String, Path> parcel : parcels.entrySet()) {
                Path target = folder.resolve(PARCELS).resolve(parcel.getKey() + SUFFIX);
                Path draft = AtomicFile.draft(target);
                try {
                    Files.copy(parcel.getValue(), draft, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
                    AtomicFile.publish(draft, target);
                } finally {
                    Files.deleteIfExists(draft);
                }
            }
            AtomicFile.write(folder.resolve(INVOICE), invoice.toToml().getBytes(StandardCharsets.UTF_8));
            return folder;
        } catch (IOException e) {
            throw new BindleException("Failed to write bindle '" + folder + "'", e);
        }
    }

    /// Compares each parcel that is there with its label.
    ///
    /// @throws BindleException for the first that differs
    public void verify() {
        for (Invoice.Parcel parcel : invoice.parcels()) {
            Path file = parcels.get(parcel.label().sha256());
            if (file != null) {
                verify(parcel.label(), file);
            }
        }
    }

    private static void verify(Label label, Path file) {
        try {
            long size = Files.size(file);
            if (size != label.size()) {
                throw new BindleException("parcel '" + label.name() + "' has " + size + " bytes, not " + label.size());
            }
            String actual = Digest.ofFile(file, Digest.Algorithm.SHA256).hex();
            if (!actual.equals(label.sha256())) {
                throw new BindleException("parcel '" + label.name() + "' has SHA-256 " + actual + ", not " + label.sha256());
            }
        } catch (IOException e) {
            throw new BindleException("Failed to read parcel '" + file + "'", e);
        }
    }

    private static String safe(Label label) {
        if (!label.sha256().matches("[0-9a-f]+")) {
            throw new BindleException("'" + label.sha256() + "' is no SHA-256 of a parcel");
        }
        return label.sha256();
    }
}
