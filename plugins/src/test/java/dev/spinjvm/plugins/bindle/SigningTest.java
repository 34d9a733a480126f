package dev.spinjvm.plugins.bindle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.spinjvm.plugins.bindle.Invoice.Conditions;
import dev.spinjvm.plugins.bindle.Invoice.Label;
import dev.spinjvm.plugins.bindle.Invoice.Parcel;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SigningTest {
    private static final Instant NOW = Instant.ofEpochSecond(1_700_000_000);
    private static final SecretKeys.Entry CREATOR = SecretKeys.Entry.create("Ann", List.of(Role.CREATOR));
    private static final SecretKeys.Entry APPROVER = SecretKeys.Entry.create("Bob", List.of(Role.APPROVER));

    private static Invoice invoice(String... parcels) {
        return Invoice.of(new BindleId("tea", "1.0.0"), null, List.of(), List.of(parcels).stream().map(sha -> new Parcel(Label.of(sha,
                "text/plain", sha, 1), Conditions.NONE)).toList(), List.of());
    }

    private static Keyring knowing(SecretKeys.Entry... keys) {
        return new Keyring(List.of(keys).stream().map(SecretKeys.Entry::publicEntry).toList());
    }

    @Test
    void whatIsSignedVerifiesAfterWritingAndReading() {
        Invoice signed = Signing.sign(invoice("aa", "bb"), Role.CREATOR, CREATOR, NOW);

        Invoice read = Invoice.read(signed.toToml(), "i");
        Keyring keyring = Keyring.read(knowing(CREATOR).toToml(), "k");

        assertThat(read).isEqualTo(signed);
        assertThatCode(() -> Verification.GREEDY.verify(read, keyring)).doesNotThrowAnyException();
        assertThat(keyring.entries().getFirst().hasItsLabel()).isTrue();
        assertThat(read.signatures().getFirst().at()).isEqualTo(NOW.getEpochSecond());
    }

    @Test
    void nothingThatIsCoveredCanBeChanged() {
        Invoice signed = Signing.sign(invoice("aa", "bb"), Role.CREATOR, CREATOR, NOW);
        Keyring keyring = knowing(CREATOR);

        for (Invoice changed : List.of(invoice("aa"), invoice("bb", "aa"), invoice("aa", "bb", "cc"))) {
            assertThatThrownBy(() -> Verification.GREEDY.verify(changed.withSignatures(signed.signatures()), keyring)).hasMessageContaining(
                    "cannot be verified");
        }
        Invoice.Signature by = signed.signatures().getFirst();
        var otherRole = new Invoice.Signature(by.by(), by.signature(), by.key(), Role.APPROVER, by.at());
        assertThatThrownBy(() -> Verification.AUTHORITATIVE.verify(signed.withSignatures(List.of(otherRole)), keyring))
                .hasMessageContaining("cannot be verified");
    }

    @Test
    void strategiesDifferInWhomTheyHaveToKnow() {
        Invoice signed = Signing.sign(Signing.sign(invoice("aa"), Role.CREATOR, CREATOR, NOW), Role.APPROVER, APPROVER, NOW);

        Verification.CREATIVE.verify(signed, knowing(CREATOR));
        Verification.AUTHORITATIVE.verify(signed, knowing(APPROVER));
        Verification.EXHAUSTIVE.verify(signed, knowing(CREATOR, APPROVER));
        Verification both = Verification.parse("MultipleAttestation[creator, Approver]");
        both.verify(signed, knowing(CREATOR, APPROVER));

        assertThat(both.roles()).isEqualTo(Set.of(Role.CREATOR, Role.APPROVER));
        assertThatThrownBy(() -> Verification.EXHAUSTIVE.verify(signed, knowing(CREATOR))).hasMessageContaining("must be verified");
        assertThatThrownBy(() -> Verification.CREATIVE.verify(signed, knowing(APPROVER))).hasMessageContaining("must be verified");
        assertThatThrownBy(() -> Verification.AUTHORITATIVE.verify(signed, knowing())).hasMessage(
                "none of the signatures are made with a known key");
        assertThatThrownBy(() -> both.verify(Signing.sign(invoice("aa"), Role.CREATOR, CREATOR, NOW), knowing(CREATOR)))
                .hasMessageContaining("No signature found for role approver");
        assertThatThrownBy(() -> Verification.GREEDY.verify(invoice("aa"), knowing(CREATOR))).hasMessageContaining(
                "At least one signature is required");
    }

    @Test
    void aKeySignsOnce() {
        Invoice signed = Signing.sign(invoice("aa"), Role.CREATOR, CREATOR, NOW);

        assertThatThrownBy(() -> Signing.sign(signed, Role.APPROVER, CREATOR, NOW)).hasMessageContaining("already signed");
    }

    @Test
    void brokenKeysAndSignaturesAreNamedWithoutSecrets() {
        Invoice signed = Signing.sign(invoice("aa"), Role.CREATOR, CREATOR, NOW);
        Invoice.Signature good = signed.signatures().getFirst();

        assertThatThrownBy(() -> Verification.GREEDY.verify(signed.withSignatures(List.of(new Invoice.Signature("Ann", "AA==", good.key(),
                Role.CREATOR, 0))), knowing(CREATOR))).hasMessageContaining("signature block is corrupt");
        assertThatThrownBy(() -> Verification.GREEDY.verify(signed.withSignatures(List.of(new Invoice.Signature("Ann", good.signature(),
                "?", Role.CREATOR, 0))), knowing(CREATOR))).hasMessageContaining("key is corrupt");
        assertThatThrownBy(() -> new SecretKeys.Entry("Ann", "c2VjcmV0", List.of()).publicEntry()).hasMessage("the secret key is corrupt");
    }

    @Test
    void secretKeysAreFoundByRole() {
        SecretKeys keys = SecretKeys.read(new SecretKeys(List.of(CREATOR, APPROVER)).toToml(), "secret_keys.toml");

        assertThat(keys.forRole(Role.APPROVER)).contains(APPROVER);
        assertThat(keys.forRole(Role.HOST)).isEmpty();
    }
}
