package dev.spinjvm.plugins.bindle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InvoiceTest {
    private static final String WHOLE = """
            bindleVersion = "1.0.0"
            yanked = false

            [[yankedSignature]]
            by = "Ann"
            signature = "AA=="
            key = "AA=="
            role = "approver"
            at = 7

            [bindle]
            name = "example.org/tea/pot"
            version = "1.2.3-rc.1+q12"
            description = "Quotes \\" and \\\\ and é"
            authors = ["Ann <ann@example.org>", "Bob"]

            [annotations]
            a = "b"
            "with space" = "c"

            [[parcel]]

            [parcel.label]
            sha256 = "aa"
            mediaType = "text/plain"
            name = "leaf.txt"
            size = 3
            origin = "garden"

            [parcel.label.annotations]
            x = "y"

            [parcel.label.feature.kettle]
            heat = "high"

            [parcel.conditions]
            memberOf = ["g"]
            requires = ["h"]

            [[group]]
            name = "g"
            required = true
            satisfiedBy = "oneOf"

            [[group]]
            name = "h"
            """;

    @Test
    void readsEveryKeyAndWritesItBackEqual() {
        Invoice invoice = Invoice.read(WHOLE, "invoice.toml");

        assertThat(invoice.id()).isEqualTo(new BindleId("example.org/tea/pot", "1.2.3-rc.1+q12"));
        assertThat(invoice.description()).isEqualTo("Quotes \" and \\ and é");
        assertThat(invoice.annotations()).isEqualTo(Map.of("a", "b", "with space", "c"));
        assertThat(invoice.parcels().getFirst().label().features()).isEqualTo(Map.of("kettle", Map.of("heat", "high")));
        assertThat(invoice.groups().getFirst().satisfiedBy()).isEqualTo(Invoice.SatisfiedBy.ONE_OF);
        assertThat(invoice.members("g")).hasSize(1);
        assertThat(invoice.toToml()).isEqualTo(WHOLE);
    }

    @Test
    void refusesKeysItDoesNotHaveWithTheirPlace() {
        assertThatThrownBy(() -> Invoice.read(WHOLE.replace("origin =", "origami ="), "invoice.toml")).isInstanceOf(BindleException.class)
                .hasMessageStartingWith("invoice.toml:28:1: unknown field `origami`, expected one of ");
    }

    @Test
    void refusesValuesOfAnotherType() {
        assertThatThrownBy(() -> Invoice.read(WHOLE.replace("size = 3", "size = \"3\""), "i")).hasMessage(
                "i:27:1: `size` is not an integer");
        assertThatThrownBy(() -> Invoice.read(WHOLE.replace("size = 3", "size = -3"), "i")).hasMessage("i:27:1: `size` is negative");
        assertThatThrownBy(() -> Invoice.read(WHOLE.replace("oneOf", "someOf"), "i")).hasMessageContaining(
                "none of allOf, oneOf, optional");
        assertThatThrownBy(() -> Invoice.read(WHOLE.replace("\"1.0.0\"", "\"2.0.0\""), "i")).hasMessageContaining("2.0.0 is not known");
    }

    @Test
    void namesAndVersionsAreToldApartAtTheLastSlash() {
        BindleId id = BindleId.parse("bindle:a/b/c/0.1.0");

        assertThat(id.name()).isEqualTo("a/b/c");
        assertThat(id).hasToString("a/b/c/0.1.0");
        assertThat(BindleId.parse("enterprise.com/warpcore/1.0.0").folder()).isEqualTo(
                "1927aefa8fdc8327499e918300e2e49ecb271321530cc5881fcd069ca8372dcd");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "name", "/1.0.0", "name/", "name/1.0", "name/v1.0.0", "../name/1.0.0", "a/../b/1.0.0", "na me/1.0.0",
        "a//b/1.0.0", "name/01.0.0", "name/1.0.0+", "a?b/1.0.0", "a@b/1.0.0"})
    void refusesWhatIsNoId(String text) {
        assertThatThrownBy(() -> BindleId.parse(text)).isInstanceOf(BindleException.class);
    }

    @Test
    void keepsSecretKeysOutOfTexts() {
        SecretKeys.Entry key = SecretKeys.Entry.create("Ann", List.of(Role.CREATOR));

        assertThat(key.toString()).isEqualTo("SecretKey[Ann]");
        assertThat(new SecretKeys(List.of(key)).toString()).doesNotContain(key.pair());
    }
}
