package dev.spinjvm.plugins.bindle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spinjvm.plugins.doubles.BindleDouble;
import dev.spinjvm.oci.http.Connections;
import dev.spinjvm.plugins.web.Credentials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/// The fixtures of Bindle's own tests, from the folder that `-Dbindle.dir=DIR` names.
@EnabledIfSystemProperty(named = "bindle.dir", matches = ".+", disabledReason = "the fixtures of Bindle are not part of this project; name their folder with -Dbindle.dir=DIR")
class BindleSuiteTest {
    private static final Path SUITE = Path.of(System.getProperty("bindle.dir", "."));

    @TempDir
    Path folder;

    private static Invoice invoice(Path file) throws IOException {
        return Invoice.read(Files.readString(file), file.toString());
    }

    @Test
    void everyInvoiceIsReadAndWrittenBackEqual() throws IOException {
        List<Path> files;
        try (var walk = Files.walk(SUITE)) {
            files = walk.filter(file -> file.toString().endsWith("invoice.toml")).sorted().toList();
        }
        assertThat(files).hasSizeGreaterThanOrEqualTo(9);
        for (Path file : files) {
            Invoice invoice = invoice(file);
            assertThat(Invoice.read(invoice.toToml(), "again")).as(file.toString()).isEqualTo(invoice);
        }
    }

    @Test
    void bothWaysToWriteAnInvoiceMeanTheSame() throws IOException {
        Invoice alternative = invoice(SUITE.resolve("alt-format-invoice.toml"));
        Invoice simple = invoice(SUITE.resolve("simple-invoice.toml"));

        assertThat(alternative.id()).isEqualTo(simple.id());
        assertThat(alternative.parcels()).extracting(parcel -> parcel.label().name()).containsExactlyElementsOf(simple.parcels().stream()
                .map(parcel -> parcel.label().name()).toList());
        assertThat(invoice(SUITE.resolve("full-invoice.toml")).members("cli")).hasSize(2);
    }

    @Test
    void signaturesVerifyAndTamperedOnesDoNot() throws IOException {
        Path keys = SUITE.resolve("scaffolds/keys/keyring.toml");
        Keyring keyring = Keyring.read(Files.readString(keys), keys.toString());
        int signed = 0;
        for (String name : List.of("valid_v1", "valid_v2", "lotsa_parcels", "incomplete")) {
            Invoice invoice = invoice(SUITE.resolve("scaffolds").resolve(name).resolve("invoice.toml"));
            if (invoice.signatures().isEmpty()) {
                continue;
            }
            signed++;
            Verification.GREEDY.verify(invoice, keyring);
            Invoice tampered = Invoice.of(invoice.id(), null, List.of(), invoice.parcels().subList(1, invoice.parcels().size()), List.of())
                    .withSignatures(invoice.signatures());
            assertThatThrownBy(() -> Verification.GREEDY.verify(tampered, keyring)).as(name).hasMessageContaining("cannot be verified");
        }
        assertThat(signed).isPositive();
        assertThat(keyring.entries()).allMatch(Keyring.Entry::hasItsLabel);
    }

    @Test
    void standaloneBindlesAreReadFromFoldersAndArchives() throws IOException {
        Path standalone = SUITE.resolve("standalone");
        Path archive;
        try (var list = Files.list(standalone)) {
            archive = list.filter(file -> file.toString().endsWith(".tar.gz")).findFirst().orElseThrow();
        }
        String id = archive.getFileName().toString().replace(".tar.gz", "");

        StandaloneBindle unpacked = StandaloneBindle.unpack(archive, folder);
        StandaloneBindle read = StandaloneBindle.read(standalone.resolve(id));

        unpacked.verify();
        assertThat(read.invoice()).isEqualTo(unpacked.invoice());
        assertThat(read.invoice().id().folder()).isEqualTo(id);
        assertThat(unpacked.parcels()).hasSize(1);
    }

    @Test
    void scaffoldsArePushedAndIncompleteOnesAreKnownToBe() throws IOException {
        try (BindleDouble server = BindleDouble.open();
                BindleClient client = new BindleClient(new BindleServer(server.bindleUrl(), new Credentials.None(), false), "test",
                        Connections
                                .none())) {
            for (String name : List.of("valid_v1", "valid_v2", "lotsa_parcels")) {
                StandaloneBindle bindle = scaffold(name);
                new BindlePush(client).push(bindle);
                assertThat(server.isComplete(bindle.invoice().id().toString())).as(name).isTrue();
            }
            Invoice incomplete = scaffold("incomplete").invoice();
            assertThat(client.create(incomplete).missing()).hasSameSizeAs(incomplete.parcels());
            assertThatThrownBy(() -> new BindlePush(client).push(scaffold("invalid"))).isInstanceOf(BindleException.class);
        }
    }

    /// Scaffolds name the files of parcels after the parcels.
    private static StandaloneBindle scaffold(String name) throws IOException {
        Path scaffold = SUITE.resolve("scaffolds").resolve(name);
        Invoice invoice = invoice(scaffold.resolve("invoice.toml"));
        Map<String, Path> files = new java.util.TreeMap<>();
        Path parcels = scaffold.resolve("parcels");
        if (Files.isDirectory(parcels)) {
            try (var list = Files.list(parcels)) {
                for (Path file : list.toList()) {
                    String sha = dev.spinjvm.oci.Digest.ofFile(file, dev.spinjvm.oci.Digest.Algorithm.SHA256).hex();
                    files.put(invoice.parcel(sha).isPresent() ? sha : invoice.parcels().getFirst().label().sha256(), file);
                }
            }
        }
        return new StandaloneBindle(invoice, files);
    }
}
