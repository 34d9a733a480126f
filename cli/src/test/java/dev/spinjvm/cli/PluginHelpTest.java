package dev.spinjvm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PluginHelpTest {
    private static final String PAGE = "Usage: spin\n\nCommands:\n  up, u            Start\n\nExamples:\n  spin up\n";

    @Test
    void plugins_stand_below_the_commands_with_a_star_that_is_explained() {
        assertThat(PluginHelp.with(PAGE, List.of(PluginHelp.entry("kube", "Runs it elsewhere")))).isEqualTo("""
                Usage: spin

                Commands:
                  up, u            Start
                  kube*            Runs it elsewhere

                Examples:
                  spin up

                * implemented via plugin
                """);
    }

    @Test
    void without_plugins_the_page_is_as_it_was() {
        assertThat(PluginHelp.with(PAGE, List.of())).isEqualTo(PAGE);
    }

    @Test
    void long_descriptions_are_wrapped() {
        assertThat(PluginHelp.entry("x", "word ".repeat(40)).lines()).hasSize(3).allMatch(line -> line.length() <= 100);
        assertThat(PluginHelp.entry("a-rather-long-name-of-a-plugin", null)).isEqualTo("  a-rather-long-name-of-a-plugin*\n");
    }
}
