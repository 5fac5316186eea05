package dev.caravan.access;

import java.security.SecureRandom;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PrincipalTest {

    @Test
    void manufacturerSeesItsConsigneesLetterByLetterAndNothingUnassigned() {
        var reach = new Principal("erp", Role.MANUFACTURER, Set.of("Krone")).reach();

        assertThat(reach.sees("Krone")).isTrue();
        assertThat(reach.sees("krone")).isFalse();
        assertThat(reach.sees("Krone2")).isFalse();
        assertThat(reach.sees(null)).isFalse();
    }

    @Test
    void boardsWithoutConsigneeAreSeenByTheFactorySideAndTheOperator() {
        assertThat(new Principal("f", Role.FACTORY, Set.of()).reach().sees(null))
                .isTrue();
        assertThat(new Principal("o", Role.OPERATOR, Set.of()).reach().sees(null))
                .isTrue();
        assertThat(new Principal("a", Role.AUDITOR, Set.of()).reach().sees(null))
                .isFalse();
        assertThat(new Principal("a", Role.AUDITOR, Set.of()).reach().sees("Krone"))
                .isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void onlyAManufacturerIsBoundToConsignees(Role role) {
        var bound = role == Role.MANUFACTURER;

        assertThatThrownBy(() -> new Principal("x", role, bound ? Set.of() : Set.of("krone")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("manufacturer");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-x", "Krone", "a b", "/access"})
    void nameThatIsNoneIsRefusedWithTheRule(String name) {
        assertThatThrownBy(() -> new Principal(name, Role.OPERATOR, Set.of()))
                .hasMessageContaining("lower-case")
                .hasMessageContaining("'" + name + "'");
    }

    @Test
    void roleIsReadFromItsWordAndOthersAreRefusedWithThoseThereAre() {
        assertThat(Role.parse("station")).isEqualTo(Role.STATION);
        assertThatThrownBy(() -> Role.parse("STATION")).hasMessageContaining("factory, station, manufacturer");
    }

    @ParameterizedTest
    @EnumSource
    void operationWithoutARuleIsRefusedToEverybody(Role role) {
        assertThat(Rules.allow(role, "launchRocket")).isFalse();
    }

    @Test
    void keyIsReadBackFromItsTextAndShowsItsSecretOnlyWhenRevealed() {
        var key = KeyText.make(new SecureRandom());

        assertThat(KeyText.parse(key.reveal())).contains(key);
        assertThat(key.toString()).contains(key.id()).doesNotContain(key.secret());
        assertThat(key.hasHash(KeyText.make(new SecureRandom()).hash())).isFalse();
        assertThat(KeyText.parse(key.reveal() + " ")).isEmpty();
    }
}
