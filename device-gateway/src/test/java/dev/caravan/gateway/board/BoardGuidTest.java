package dev.caravan.gateway.board;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class BoardGuidTest {

    @Test
    void canonicalFormIsTaken() {
        assertThat(BoardGuid.parse("aaaaaaaa-0000-4000-8000-000000000001")).contains(TestBoards.GUID);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "AAAAAAAA-0000-4000-8000-000000000001",
                "aaaaaaaa000040008000000000000001",
                "{aaaaaaaa-0000-4000-8000-000000000001}",
                "../aaaaa-0000-4000-8000-000000000001",
                "aaaaaaaa-0000-4000-8000-000000000001\n"
            })
    void anythingElseIsNot(String text) {
        assertThat(BoardGuid.parse(text)).isEmpty();
    }
}
