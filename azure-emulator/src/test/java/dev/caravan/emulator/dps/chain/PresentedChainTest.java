package dev.caravan.emulator.dps.chain;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.junit.jupiter.api.Test;

import dev.caravan.emulator.TestIdentity;

import static org.assertj.core.api.Assertions.assertThat;

class PresentedChainTest {

    private final Instant now = Instant.now();
    private final TestIdentity root = TestIdentity.authority("root");
    private final TestIdentity line = root.issueAuthority("line 4");
    private final TestIdentity board = line.issue("board-1");

    private int steps(TestIdentity device, TestIdentity authority) {
        return new PresentedChain(device.chain()).stepsTo(authority.der(), now).orElse(-1);
    }

    @Test
    void authoritiesOfTheChainAreSoManyStepsAway() {
        assertThat(steps(board, line)).isEqualTo(1);
        assertThat(steps(board, root)).isEqualTo(2);
    }

    @Test
    void authorityThatWasNotSentStandsAboveTheLastOne() {
        assertThat(steps(board.sending(2), root)).isEqualTo(2);
        assertThat(steps(board.sending(1), line)).isEqualTo(1);
    }

    @Test
    void chainWithAGapLeadsNowhere() {
        assertThat(steps(board.sending(1), root)).isEqualTo(-1);
    }

    @Test
    void otherAuthorityOfTheSameNameHasNotSigned() {
        assertThat(steps(board, root.issueAuthority("line 4"))).isEqualTo(-1);
    }

    @Test
    void certificatesOnlyPutOnTopAreNotIssuers() {
        var forged = new TestIdentity(
                board.key(), List.of(TestIdentity.of("board-1").certificate(), line.certificate(), root.certificate()));

        assertThat(steps(forged, line)).isEqualTo(-1);
        assertThat(steps(forged, root)).isEqualTo(-1);
    }

    @Test
    void issuerWithoutTheRightToSignIsNone() {
        assertThat(steps(line.issue("no authority").issue("board-1"), root)).isEqualTo(-1);
    }

    @Test
    void everythingOnTheWayMustBeInItsTime() {
        var later = now.plus(Duration.ofHours(2));

        assertThat(steps(line.issueExpired("board-1"), line)).isEqualTo(-1);
        assertThat(new PresentedChain(board.chain()).stepsTo(line.der(), later)).isEmpty();
    }

    @Test
    void ownCertificateIsNoAuthority() {
        assertThat(steps(board, board)).isEqualTo(-1);
        assertThat(new PresentedChain(List.of()).stepsTo(root.der(), now)).isEmpty();
    }
}
