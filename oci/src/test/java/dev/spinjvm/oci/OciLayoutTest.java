package dev.spinjvm.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.spinjvm.oci.Repository.Selector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OciLayoutTest {
    private static final byte[] CONTENT = "content".getBytes(StandardCharsets.UTF_8);
    private static final Descriptor BLOB = Descriptor.of("application/wasm", CONTENT);

    @TempDir
    private Path folder;

    private static ImageManifest manifest(String title) {
        return ImageManifest.of(Descriptor.of(MediaTypes.IMAGE_CONFIG, new byte[]{'{', '}'}), List.of(BLOB), Map.of("title", title));
    }

    private static Selector tag(String tag) {
        return new Selector.ByTag(tag);
    }

    private OciLayout filled() throws IOException {
        OciLayout layout = OciLayout.openOrCreate(folder.resolve("layout"));
        Path file = Files.write(folder.resolve("content"), CONTENT);
        assertThat(layout.store(BLOB, file, Progress.of("push"))).isTrue();
        assertThat(layout.store(BLOB, file, Progress.of("push"))).isFalse();
        layout.store(manifest("a").raw(), tag("v1"));
        return layout;
    }

    @Test
    void what_was_stored_comes_back() throws IOException {
        filled();
        OciLayout layout = OciLayout.open(folder.resolve("layout"));
        assertThat(layout.manifest(tag("v1"))).isEqualTo(manifest("a"));
        assertThat(layout.manifest(new Selector.ByDigest(manifest("a").raw().digest()))).isEqualTo(manifest("a"));
        assertThat(layout.manifest(tag("latest"))).isEqualTo(manifest("a"));
        assertThat(layout.tags()).containsExactly("v1");
        layout.fetch(BLOB, folder.resolve("back"), Progress.of("pull"));
        assertThat(folder.resolve("back")).hasBinaryContent(CONTENT);
    }

    @Test
    void a_tag_moves() throws IOException {
        OciLayout layout = filled();
        layout.store(manifest("b").raw(), tag("v1"));
        layout.store(manifest("c").raw(), tag("v2"));
        assertThat(layout.manifest(tag("v1"))).isEqualTo(manifest("b"));
        assertThat(layout.tags()).containsExactly("v1", "v2");
        assertThatThrownBy(() -> layout.manifest(tag("v3"))).isInstanceOf(RegistryException.NotFound.class)
                .hasMessageContaining("there are v1, v2");
    }

    @Test
    void tags_written_side_by_side_are_all_there() throws IOException {
        OciLayout layout = filled();
        List<Runnable> tasks = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            Selector tag = tag("t" + i);
            tasks.add(() -> layout.store(manifest(tag.toString()).raw(), tag));
        }
        Transfers.run(8, tasks);
        assertThat(layout.tags()).hasSize(21);
    }

    @Test
    void changed_content_is_noticed() throws IOException {
        OciLayout layout = filled();
        Path blob = folder.resolve("layout/blobs/sha256").resolve(BLOB.digest().hex());
        Files.writeString(blob, "changed");
        assertThatThrownBy(() -> layout.fetch(BLOB, folder.resolve("back"), Progress.of("pull")))
                .isInstanceOf(RegistryException.DigestMismatch.class);
        Files.writeString(blob, "longer than before");
        assertThatThrownBy(() -> layout.fetch(BLOB, folder.resolve("back"), Progress.of("pull")))
                .isInstanceOf(RegistryException.SizeMismatch.class);
        Files.writeString(folder.resolve("layout/blobs/sha256").resolve(manifest("a").raw().digest().hex()), "{}");
        assertThatThrownBy(() -> layout.manifest(tag("v1"))).isInstanceOf(RegistryException.DigestMismatch.class);
    }

    @Test
    void a_file_that_changes_while_it_is_stored_is_not_stored() throws IOException {
        OciLayout layout = filled();
        Path file = Files.writeString(folder.resolve("other"), "not what the descriptor says");
        Descriptor claimed = Descriptor.of("application/wasm", "twenty-eight bytes long, too".getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> layout.store(claimed, file, Progress.of("push"))).isInstanceOf(RegistryException.DigestMismatch.class);
        assertThat(layout.has(claimed.digest())).isFalse();
    }

    @Test
    void other_folders_are_left_alone() throws IOException {
        Files.writeString(folder.resolve("file"), "mine");
        assertThatThrownBy(() -> OciLayout.open(folder)).isInstanceOf(RegistryException.NotFound.class);
        assertThatThrownBy(() -> OciLayout.openOrCreate(folder)).isInstanceOf(RegistryException.Refused.class);
        assertThat(folder).isDirectoryNotContaining("glob:**oci-layout");
    }
}
