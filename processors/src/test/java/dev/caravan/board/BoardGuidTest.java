package dev.caravan.board;

import java.util.Locale;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class BoardGuidTest {

    private static final String CANONICAL = "0f8fad5b-d9cb-469f-a165-70867728950e";

    @ParameterizedTest
    @ValueSource(
            strings = {CANONICAL, "0F8FAD5B-D9CB-469F-A165-70867728950E", "  0f8fAd5b-d9cb-469f-a165-70867728950e\t"})
    void guidIsReadInAnyLetterCaseAndWithBlanksAround(String written) {
        assertThat(BoardGuid.parse(written).value()).isEqualTo(CANONICAL);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0f8fad5b-d9cb-069f-a165-70867728950e",
                "0f8fad5b-d9cb-f69f-0165-70867728950e",
                "ffffffff-ffff-ffff-ffff-ffffffffffff"
            })
    void versionAndVariantOfRfc4122AreNotAskedFor(String written) {
        assertThat(BoardGuid.parse(written).value()).isEqualTo(written);
    }

    @Test
    void letterCaseIsTurnedTheSameWayInTurkey() {
        var before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("tr"));
            assertThat(BoardGuid.parse(CANONICAL.toUpperCase(Locale.ROOT)).value())
                    .isEqualTo(CANONICAL);
        } finally {
            Locale.setDefault(before);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{0f8fad5b-d9cb-469f-a165-70867728950e}",
                "0f8fad5bd9cb469fa16570867728950e",
                "0f8fad5b-d9cb-469f-a165-70867728950",
                "0f8fad5b-d9cb-469f-a165-70867728950e0",
                "0f8fad5b-d9cb-469f-a165-70867728950g",
                "0f8fad5b_d9cb_469f_a165_70867728950e",
                "0f8fad5b-d9cb-469f-a165-7086772895\u0660e",
                "00000000-0000-0000-0000-000000000000"
            })
    void anythingElseIsRefusedWithTheRule(String written) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BoardGuid.parse(written))
                .withMessage(BoardGuid.RULE);
    }

    @Test
    void upperCaseIsNotCanonical() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new BoardGuid(CANONICAL.toUpperCase(Locale.ROOT)))
                .withMessage(BoardGuid.RULE);
    }
}
