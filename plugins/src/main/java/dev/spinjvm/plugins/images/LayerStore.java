package dev.spinjvm.plugins.images;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import com.google.cloud.tools.jib.api.buildplan.FileEntry;
import dev.spinjvm.oci.AtomicFile;
import dev.spinjvm.oci.Descriptor;
import dev.spinjvm.oci.Digest;
import dev.spinjvm.oci.ReferenceException;

/// Layers that are packed once and used by many images. Several processes may use one folder.
///
/// @param folder of its own
record LayerStore(Path folder) {
    /// A new form of layers makes those kept unusable.
    private static final String FORM = "1";
    /// How many layers of one name are kept: those of the last few versions.
    private static final int KEPT = 4;
    private static final String NOTE = ".layer";

    /// The layer of these files, which is packed unless it was before. Files whose size and time are the same are taken for unchanged.
    ///
    /// @param name what the layer is, such as `runtime`
    PackedLayer get(String name, List<FileEntry> entries) {
        try {
            String key = name + "-" + key(entries);
            Path note = folder.resolve(key + NOTE);
            Optional<PackedLayer> known = read(note);
            if (known.isPresent()) {
                Files.setLastModifiedTime(note, FileTime.fromMillis(System.currentTimeMillis()));
                return known.get();
            }
            Files.createDirectories(folder);
            Path draft = AtomicFile.draft(note);
            try {
                PackedLayer packed = PackedLayer.pack(entries, draft);
                Path file = blob(key);
                AtomicFile.publish(draft, file);
                AtomicFile.write(note, (packed.descriptor().digest() + " " + packed.descriptor().size() + " " + packed.diffId()).getBytes(
                        StandardCharsets.UTF_8));
                forgetOld(name);
                return new PackedLayer(packed.descriptor(), packed.diffId(), file);
            } finally {
                Files.deleteIfExists(draft);
            }
        } catch (IOException e) {
            throw new ImageException("Cannot pack the layer '" + name + "' in '" + folder + "'", e);
        }
    }

    private Path blob(String key) {
        return folder.resolve(key + ".tar.gz");
    }

    private Optional<PackedLayer> read(Path note) throws IOException {
        try {
            String[] words = Files.readString(note).split(" ");
            String name = note.getFileName().toString();
            Path file = blob(name.substring(0, name.length() - NOTE.length()));
            Descriptor descriptor = new Descriptor(PackedLayer.MEDIA_TYPE, Digest.parse(words[0]), Long.parseLong(words[1]));
            return Files.size(file) == descriptor.size()
                    ? Optional.of(new PackedLayer(descriptor, Digest.parse(words[2]), file))
                    : Optional.empty();
        } catch (NoSuchFileException | ReferenceException | NumberFormatException | ArrayIndexOutOfBoundsException _) {
            return Optional.empty();
        }
    }

    private static String key(List<FileEntry> entries) throws IOException {
        MessageDigest hash = Digest.Algorithm.SHA256.start();
        hash.update(FORM.getBytes(StandardCharsets.UTF_8));
        for (FileEntry entry : entries) {
            BasicFileAttributes source = Files.readAttributes(entry.getSourceFile(), BasicFileAttributes.class);
            String line = entry.getExtractionPath() + "\n" + entry.getPermissions().toOctalString() + "\n" + entry.getOwnership() + "\n"
                    + entry.getSourceFile() + "\n" + (source.isDirectory() ? "" : source.size() + "\n" + source.lastModifiedTime()) + "\n";
            hash.update(line.getBytes(StandardCharsets.UTF_8));
        }
        return HexFormat.of().formatHex(hash.digest()).substring(0, 32);
    }

    private void forgetOld(String name) throws IOException {
        List<Path> notes;
        try (Stream<Path> files = Files.list(folder)) {
            notes = files.filter(file -> file.getFileName().toString().startsWith(name + "-") && file.toString().endsWith(NOTE))
                    .sorted(Comparator.comparing(LayerStore::age).reversed()).toList();
        }
        for (Path old : notes.subList(Math.min(KEPT, notes.size()), notes.size())) {
            Files.deleteIfExists(old);
            String key = old.getFileName().toString();
            Files.deleteIfExists(blob(key.substring(0, key.length() - NOTE.length())));
        }
    }

    private static FileTime age(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException _) {
            return FileTime.fromMillis(0);
        }
    }
}
