package dev.spinjvm.loader.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spinjvm.loader.LoadException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckupTest {
    private static final String RUST = """
            spin_manifest_version = 2
            application.name = "shop"
            [[trigger.http]]
            route = "/"
            component = "site"
            [component.site]
            source = "site.wasm"
            build.command = "cargo build --target wasm32-wasip2"
            """;

    @TempDir
    Path folder;

    @Test
    void aMissingRustTargetIsAdded() throws IOException {
        StillSurroundings machine = new StillSurroundings(Map.of("rustup", "wasm32-wasip1\n"), 0);
        Diagnosis diagnosis = examine(RUST, machine).getFirst();
        assertThat(diagnosis.description()).isEqualTo("The required Rust target 'wasm32-wasip2' isn't installed");
        assertThat(outcomeOf(diagnosis, machine)).isInstanceOf(Treatment.Outcome.Cured.class);
        assertThat(machine.runs).containsExactly("rustup target add wasm32-wasip2");
    }

    @Test
    void anInstalledRustTargetIsNoProblem() throws IOException {
        StillSurroundings machine = new StillSurroundings(Map.of("rustup", "wasm32-wasip1\nwasm32-wasip2\n"), 0);
        assertThat(examine(RUST, machine)).extracting(Diagnosis::check).containsExactly("wasm-missing");
    }

    @Test
    void aMissingCompilerIsInstalledAndThenThePersonMustAct() throws IOException {
        StillSurroundings machine = new StillSurroundings(Map.of(), 0);
        Diagnosis diagnosis = examine(RUST, machine).getFirst();
        assertThat(diagnosis.description()).isEqualTo("The Rust compiler isn't installed");
        assertThat(outcomeOf(diagnosis, machine)).isInstanceOfSatisfying(Treatment.Outcome.ActionRequired.class, required -> assertThat(
                required.message()).contains("re-running `spin doctor`"));
        assertThat(machine.runs).containsExactly("https://sh.rustup.rs | sh -s -- --target wasm32-wasip2 -y");
    }

    @Test
    void aCompilerOfAnotherInstallerCannotBeExamined() throws IOException {
        StillSurroundings machine = new StillSurroundings(Map.of("cargo", "cargo 1.90.0\n"), 0);
        assertThat(examine(RUST, machine)).extracting(Diagnosis::check).containsExactly("wasm-missing");
        assertThat(machine.warnings).containsExactly("Spin Doctor can't determine if the Rust wasm32-wasip2 target is installed.");
    }

    @Test
    void missingCodeIsBuiltIfItCanBe() throws IOException {
        StillSurroundings machine = new StillSurroundings(Map.of("rustup", "wasm32-wasip2\n"), 101);
        Diagnosis diagnosis = examine(RUST, machine).getFirst();
        assertThat(diagnosis.description()).isEqualTo("Component \"site\" source \"site.wasm\" is missing");
        assertThatThrownBy(() -> outcomeOf(diagnosis, machine)).isInstanceOf(LoadException.class).hasMessageContaining(
                "failed with exit code 101");
        assertThat(machine.runs).containsExactly("spin build -f " + folder.resolve("spin.toml") + " --component-id site");
    }

    @Test
    void whatWouldShowAtTheStartIsFoundWithItsPlace() throws IOException {
        Files.createFile(folder.resolve("site.wasm"));
        List<Diagnosis> found = examine("""
                spin_manifest_version = 2
                application.name = "shop"
                [[trigger.http]]
                route = "no-slash"
                component = "site"
                [[trigger.http]]
                route = "/other"
                component = "sight"
                [component.site]
                source = "site.wasm"
                files = ["nothing-here/style.css"]
                """, new StillSurroundings(Map.of(), 0));
        assertThat(found).allSatisfy(diagnosis -> assertThat(diagnosis.check()).isEqualTo("manifest"));
        assertThat(found).extracting(diagnosis -> Objects.requireNonNull(diagnosis.place()).line()).containsExactly(4, 8, 11);
        assertThat(found).extracting(Diagnosis::description).element(1).isEqualTo("component `sight` is not defined");
    }

    @Test
    void nothingIsSaidTwice() throws IOException {
        List<Diagnosis> found = examine("""
                spin_manifest_version = 2
                application.name = "shop"
                [[trigger.http]]
                route = "/"
                component = "site"
                [component.site]
                source = "gone.wasm"
                """, new StillSurroundings(Map.of(), 0));
        assertThat(found).extracting(Diagnosis::check).containsExactly("wasm-missing");
    }

    @Test
    void aTriggerWithoutRouteIsOnlyRepairedWhereItIsTheOnlyOne() throws IOException {
        List<Diagnosis> found = examine("""
                spin_manifest_version = "1"
                name = "shop"
                trigger = { type = "http" }
                [[component]]
                id = "a"
                source = "a.wasm"
                trigger = {}
                [[component]]
                id = "b"
                source = "b.wasm"
                trigger = { route = 3 }
                """, new StillSurroundings(Map.of(), 0)).stream().filter(diagnosis -> diagnosis.check().equals("manifest-trigger"))
                .toList();
        assertThat(found).extracting(Diagnosis::description).containsExactly("HTTP component \"a\" missing trigger.route",
                "Invalid trigger config for http component \"b\": route is not a string");
        assertThat(found).extracting(Diagnosis::treatment).containsOnlyNulls();
    }

    @Test
    void theChangeIsShownBeforeItIsMade() throws IOException {
        StillSurroundings machine = new StillSurroundings(Map.of(), 0);
        Checkup checkup = Checkup.of(write("# first\nspin_manifest_version = 3 # hm\n\n[application]\nname = \"shop\"\n"), machine);
        Treatment treatment = Objects.requireNonNull(checkup.next().orElseThrow().treatment());
        assertThat(treatment.summary()).isEqualTo("Set manifest version to 2");
        assertThat(treatment.details(checkup.patient())).hasValueSatisfying(details -> assertThat(details).endsWith("""
                @@ -1,3 +1,3 @@
                 # first
                -spin_manifest_version = 3 # hm
                +spin_manifest_version = 2 # hm
                \s
                """));
        checkup.treat(treatment);
        assertThat(folder.resolve("spin.toml")).hasContent("# first\nspin_manifest_version = 2 # hm\n\n[application]\nname = \"shop\"\n");
    }

    @Test
    void theOriginalOfAnUpgradedManifestIsKept() throws IOException {
        String original = "spin_manifest_version = \"1\" # old\nname = \"shop\"\ntrigger = { type = \"http\" }\n";
        Checkup checkup = Checkup.of(write(original), new StillSurroundings(Map.of(), 0));
        checkup.treat(Objects.requireNonNull(checkup.next().orElseThrow().treatment()));
        assertThat(folder.resolve("spin.toml.v1_backup")).hasContent(original);
        assertThat(folder.resolve("spin.toml")).content().startsWith("spin_manifest_version = 2\n");
        assertThat(checkup.next()).isEmpty();
    }

    @Test
    void whatIsNoTomlCannotBeExamined() throws IOException {
        Path manifest = write("name = \n");
        assertThatThrownBy(() -> Checkup.of(manifest, new StillSurroundings(Map.of(), 0))).isInstanceOf(LoadException.class).hasMessage(
                "Couldn't parse manifest file at \"" + manifest + "\" as valid TOML");
    }

    private Treatment.Outcome outcomeOf(Diagnosis diagnosis, Surroundings machine) {
        return Objects.requireNonNull(diagnosis.treatment()).apply(Patient.of(folder.resolve("spin.toml")), machine);
    }

    private List<Diagnosis> examine(String manifest, Surroundings machine) throws IOException {
        Checkup checkup = Checkup.of(write(manifest), machine);
        List<Diagnosis> found = new ArrayList<>();
        for (Optional<Diagnosis> next = checkup.next(); next.isPresent(); next = checkup.next()) {
            found.add(next.get());
        }
        return found;
    }

    private Path write(String manifest) throws IOException {
        return Files.writeString(folder.resolve("spin.toml"), manifest);
    }
}
