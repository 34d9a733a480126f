package dev.spinjvm.acceptance;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/// Keeps `docs/architecture.md` true.
class ArchitectureTest {
    private static final String ROOT = "dev.spinjvm.";
    private static final JavaClasses HOUSE = new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.spinjvm");
    private static final Map<String, Set<String>> ARROWS = readArrows(Checkout.root().resolve("docs/architecture.md"));

    @Test
    void everyModuleIsInTheListOfArrows() {
        Set<String> modules = new TreeSet<>();
        HOUSE.forEach(type -> modules.add(moduleOf(type.getPackageName())));
        modules.remove("acceptance");
        assertThat(ARROWS.keySet()).isEqualTo(modules);
    }

    @Test
    void importsFollowTheArrows() {
        ARROWS.forEach((module, reachable) -> {
            List<String> allowed = new java.util.ArrayList<>(reachable.stream().map(other -> ROOT + other + "..").toList());
            allowed.add(ROOT + module + "..");
            DescribedPredicate<JavaClass> elsewhereInTheHouse = resideInAPackage("dev.spinjvm..")
                    .and(DescribedPredicate.not(resideInAnyPackage(allowed.toArray(String[]::new))));
            noClasses().that().resideInAPackage(ROOT + module + "..").should().dependOnClassesThat(elsewhereInTheHouse)
                    .allowEmptyShould(true).check(HOUSE);
        });
    }

    @Test
    void foreignTypesStayWhereTheyBelong() {
        noClasses().that().resideOutsideOfPackages(ROOT + "host..", ROOT + "trigger..").should().dependOnClassesThat()
                .resideInAPackage("org.eclipse.jetty..").check(HOUSE);
        noClasses().that().resideOutsideOfPackage(ROOT + "cli..").should().dependOnClassesThat().resideInAPackage("picocli..")
                .check(HOUSE);
    }

    /// The packages of a module may use its facade, the package named like the module, and the facade uses them; among
    /// themselves they form no cycle.
    @Test
    void packagesHaveNoCycles() {
        String[] facades = ARROWS.keySet().stream().map(module -> ROOT + module).toArray(String[]::new);
        slices().matching(ROOT + "(**)").should().beFreeOfCycles()
                .ignoreDependency(DescribedPredicate.alwaysTrue(), resideInAnyPackage(facades)).check(HOUSE);
    }

    @Test
    void everyPackageIsNullMarked() {
        classes().should(new ArchCondition<>("lie in a package marked @NullMarked") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                boolean marked = type.getPackage().isAnnotatedWith(NullMarked.class);
                events.add(new SimpleConditionEvent(type, marked, type.getName() + " lies in a package without @NullMarked"));
            }
        }).check(HOUSE);
    }

    private static String moduleOf(String packageName) {
        String rest = packageName.substring(ROOT.length());
        int dot = rest.indexOf('.');
        return dot < 0 ? rest : rest.substring(0, dot);
    }

    /// From each module to all that it may reach.
    private static Map<String, Set<String>> readArrows(Path document) {
        Map<String, Set<String>> arrows = new TreeMap<>();
        try {
            Files.readString(document).lines().dropWhile(line -> !line.equals("```arrows")).skip(1)
                    .takeWhile(line -> !line.equals("```")).map(line -> line.split(" -> ", -1)).forEach(ends -> {
                        arrows.computeIfAbsent(ends[0], _ -> new TreeSet<>()).add(ends[1]);
                        arrows.computeIfAbsent(ends[1], _ -> new TreeSet<>());
                    });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        boolean grown;
        do {
            grown = false;
            for (Set<String> reachable : arrows.values()) {
                Set<String> further = new TreeSet<>();
                reachable.forEach(module -> further.addAll(arrows.getOrDefault(module, Set.of())));
                grown |= reachable.addAll(further);
            }
        } while (grown);
        return arrows;
    }
}
