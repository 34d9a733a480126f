package dev.spinjvm.loader.templates;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CaseFiltersTest {
    @ParameterizedTest
    @CsvSource(textBlock = """
            originally_snaky, originally-snaky, originally_snaky, OriginallySnaky
            fermyon pet store, fermyon-pet-store, fermyon_pet_store, FermyonPetStore
            XMLHttpRequest, xml-http-request, xml_http_request, XmlHttpRequest
            hello2World3d, hello2-world3d, hello2_world3d, Hello2World3d
            --a--B-, a-b, a_b, AB
            '', '', '', ''
            """)
    void changes_the_case(String text, String kebab, String snake, String pascal) {
        assertThat(CaseFilters.kebab(text)).isEqualTo(kebab);
        assertThat(CaseFilters.snake(text)).isEqualTo(snake);
        assertThat(CaseFilters.pascal(text)).isEqualTo(pascal);
    }

    @ParameterizedTest
    @CsvSource({"Fermyon.PetStore,Fermyon.PetStore", "fermyon.pet-store,Fermyon.PetStore", "fermyon_pet_store,FermyonPetStore"})
    void keeps_dots(String text, String expected) {
        assertThat(CaseFilters.dottedPascal(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"/,/...", "/a,/a/...", "/a/,/a/...", "/a/...,/a/..."})
    void makes_routes_wildcards(String route, String expected) {
        assertThat(CaseFilters.httpWildcard(route)).isEqualTo(expected);
    }
}
