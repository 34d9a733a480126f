package dev.spinjvm.plugins.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PluginNameTest {
    @ParameterizedTest
    @CsvSource({"trigger-cron,TRIGGER,cron", "spin-trigger-time,TRIGGER,time", "deploy-aws,DEPLOY,aws",
        "build-docker-buildx,BUILD,docker-buildx",
        "run-k8s,RUN,k8s", "loader-s3,LOADER,s3", "config-vault,CONFIG,vault", "host-clock,HOST,clock"})
    void a_keyword_at_the_start_is_a_type(String text, PluginKind kind, String name) {
        assertThat(PluginName.parse(text)).isEqualTo(new PluginName.Typed(kind, name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"kube", "check-for-update", "trigger", "trigger-", "-trigger", "spin-kube", "triggers-cron", "cloud-gpu",
        "runner-x"})
    void everything_else_stands_alone(String text) {
        assertThat(PluginName.parse(text)).isEqualTo(new PluginName.Standalone(text));
    }

    @Test
    void what_the_app_chooses_is_internal() {
        assertThat(PluginKind.values()).filteredOn(kind -> kind.chosenBy() == PluginKind.ChosenBy.THE_USER).containsExactly(
                PluginKind.DEPLOY,
                PluginKind.RUN);
    }
}
