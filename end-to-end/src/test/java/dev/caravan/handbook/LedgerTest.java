package dev.caravan.handbook;

import java.util.Set;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The fidelity ledger says what the emulator's tests pin. */
class LedgerTest {

    private static final Set<String> TESTS = Set.of("Test", "ParameterizedTest", "RepeatedTest", "TestFactory");

    private final Ledger ledger = Ledger.read();

    @Test
    void handbookShowsEveryBehaviourThatATestPins() {
        new Part("fidelity").mustBe(ledger.markdown());
    }

    @Test
    void everyRowStandsOnATestThatRuns() {
        assertThat(ledger.behaviours()).isNotEmpty().allSatisfy(row -> assertThat(
                        row.test().getAnnotations())
                .as(row.toString())
                .anyMatch(annotation -> TESTS.contains(annotation.getRawType().getSimpleName()))
                .noneMatch(annotation -> annotation.getRawType().getSimpleName().equals("Disabled")));
    }

    @Test
    void everyRowIsASentenceWithASourceThatAnybodyCanFind() {
        assertThat(ledger.behaviours()).allSatisfy(row -> {
            assertThat(row.behaviour()).as(row.toString()).matches("(?s)[A-Z0-9$`].{10,}\\.'?");
            assertThat(row.source()).as(row.toString()).isNotBlank().doesNotContain("contract ");
        });
    }

    @Test
    void noBehaviourIsClaimedTwiceInOneChapter() {
        assertThat(ledger.behaviours())
                .extracting(row -> row.chapter() + row.behaviour())
                .doesNotHaveDuplicates();
    }
}
