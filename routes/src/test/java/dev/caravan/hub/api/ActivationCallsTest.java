package dev.caravan.hub.api;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

import org.junit.jupiter.api.Test;

import dev.caravan.access.Requester;
import dev.caravan.access.Role;
import dev.caravan.activation.ActivationOutcome;
import dev.caravan.activation.ActivationOutcome.Activated;
import dev.caravan.activation.ActivationOutcome.ActivatedOtherwise;
import dev.caravan.activation.ActivationOutcome.Contradiction;
import dev.caravan.activation.ActivationOutcome.NotEnrolled;
import dev.caravan.activation.ActivationOutcome.OtherVersion;
import dev.caravan.activation.ActivationOutcome.UnderWay;
import dev.caravan.activation.ActivationOutcome.Unknown;
import dev.caravan.activation.Difference;
import dev.caravan.board.Board;
import dev.caravan.board.BoardGuid;
import dev.caravan.board.BoardState;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class ActivationCallsTest {

    static final String GUID = "3f2504e0-4f89-41d3-9a0c-0305e82c3301";
    private static final String BODY = "{\"iotHub\":\"plant-a.azure-devices.net\"}";

    private OptionalLong version = OptionalLong.empty();

    @Test
    void activatedBoardIsAnsweredWithoutANote() {
        var answer = put(new Activated(board(BoardState.ACTIVATED, null), true), null);

        assertThat(answer.changed()).isTrue();
        assertThat(answer.note()).isNull();
        assertThat(answer.board().state()).isEqualTo("ACTIVATED");
        assertThat(version).isEmpty();
    }

    @Test
    void sameRequestAgainSaysThatNothingWasChanged() {
        var answer = put(new Activated(board(BoardState.ACTIVATED, null), false), null);

        assertThat(answer.changed()).isFalse();
        assertThat(answer.note()).contains("nothing was changed");
    }

    @Test
    void boardThatHasRegisteredMeanwhileIsSaidToHave() {
        assertThat(put(new Activated(board(BoardState.REGISTERED, null), true), null)
                        .note())
                .contains("registered already, at plant-b.azure-devices.net");
    }

    @Test
    void versionOfIfMatchIsHandedOver() {
        put(new Activated(board(BoardState.ACTIVATED, null), true), "\"7\"");

        assertThat(version).hasValue(7);
    }

    @Test
    void boardThatIsNotEnrolledIsAConflictWithItsStateOrItsReason() {
        assertThat(refused(new NotEnrolled(board(BoardState.CERTIFIED, null))))
                .extracting(Problem::status, Problem::type)
                .containsExactly(409, "urn:caravan:problem:not-enrolled");
        assertThat(refused(new NotEnrolled(board(BoardState.PARKED, "foreign certificate")))
                        .detail())
                .contains("PARKED: foreign certificate");
    }

    @Test
    void otherActivationIsAConflictThatShowsTheDifferencesAndTheWayToChangeIt() {
        var difference = new Difference("/tags/site", "\"Ulm\"", "\"Bonn\"");

        var problem = refused(new ActivatedOtherwise(board(BoardState.ACTIVATED, null), List.of(difference)));

        assertThat(problem.status()).isEqualTo(409);
        assertThat(problem.differences()).containsExactly(difference);
        assertThat(problem.detail()).contains("If-Match: \"4\"");
    }

    @Test
    void everyOtherRefusalHasAStatusAndAWayOn() {
        var board = board(BoardState.ENROLLED, null);

        assertThat(refused(new Unknown(board.guid())).status()).isEqualTo(404);
        assertThat(refused(new OtherVersion(board)).status()).isEqualTo(412);
        assertThat(refused(new UnderWay(board)).type()).isEqualTo("urn:caravan:problem:under-way");
        var contradiction = refused(new Contradiction(board, "DPS has no enrollment"));
        assertThat(contradiction.status()).isEqualTo(502);
        assertThat(contradiction.detail()).startsWith("DPS has no enrollment").contains("operator");
    }

    private ActivationAnswer put(ActivationOutcome outcome, String ifMatch) {
        return new ActivationCalls((guid, asked, expected, by) -> {
                    version = expected;
                    return outcome;
                })
                .put(new Requester("krone-erp", Role.MANUFACTURER), new BoardGuid(GUID), BODY, ifMatch);
    }

    private Problem refused(ActivationOutcome outcome) {
        return catchThrowableOfType(ProblemException.class, () -> put(outcome, null))
                .problem();
    }

    static Board board(BoardState state, String reason) {
        return new Board(
                new BoardGuid(GUID),
                "line-7",
                2,
                state,
                4,
                null,
                null,
                null,
                Map.of(),
                "AB".repeat(32),
                "MAo=",
                reason,
                null,
                null,
                null,
                state == BoardState.REGISTERED ? "plant-b.azure-devices.net" : null,
                Instant.EPOCH);
    }
}
