package dev.spinjvm.loader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DataDirectoriesTest {
    @Test
    void home_directory_is_the_default() {
        var directories = DataDirectories.of(Map.of("HOME", "/home/ada"), "Linux", null);
        assertThat(directories.data()).isEqualTo(Path.of("/home/ada/.local/share/spin"));
        assertThat(directories.plugins()).isEqualTo(Path.of("/home/ada/.local/share/spin/plugins"));
        assertThat(directories.templates()).isEqualTo(Path.of("/home/ada/.local/share/spin/templates"));
        assertThat(directories.registryCache()).isEqualTo(Path.of("/home/ada/.cache/spin/registry"));
        assertThat(directories.registryCredentials()).isEqualTo(Path.of("/home/ada/.config/fermyon/registry-auth.json"));
    }

    @Test
    void variables_of_the_environment_win() {
        var directories = DataDirectories.of(
                Map.of("HOME", "/h", "XDG_DATA_HOME", "/x/data", "XDG_CACHE_HOME", "/x/cache", "XDG_CONFIG_HOME", "relative"), "Linux",
                null);
        assertThat(directories.data()).isEqualTo(Path.of("/x/data/spin"));
        assertThat(directories.cache()).isEqualTo(Path.of("/x/cache/spin"));
        assertThat(directories.config()).isEqualTo(Path.of("/h/.config"));
        assertThat(DataDirectories.of(Map.of("HOME", "/h", "SPIN_DATA_DIR", "/mine"), "Linux", null).data()).isEqualTo(Path.of("/mine"));
    }

    @Test
    void homebrew_installation_keeps_its_data_in_the_prefix() {
        Map<String, String> environment = Map.of("HOME", "/h", "HOMEBREW_PREFIX", "/opt/brew");
        assertThat(DataDirectories.of(environment, "Mac OS X", Path.of("/opt/brew/bin/spin")).data())
                .isEqualTo(Path.of("/opt/brew/etc/spinframework-spin"));
        assertThat(DataDirectories.of(environment, "Mac OS X", Path.of("/usr/bin/spin")).data())
                .isEqualTo(Path.of("/h/Library/Application Support/spin"));
    }

    @Test
    void without_any_home_there_is_no_place() {
        assertThatThrownBy(() -> DataDirectories.of(Map.of(), "Linux", null)).isInstanceOf(LoadException.class);
    }
}
