package dev.caravan.hub.api;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.caravan.access.Requester;
import dev.caravan.access.Role;
import dev.caravan.activation.ActivationOutcome;
import dev.caravan.activation.ActivationOutcome.Activated;
import dev.caravan.activation.ActivationOutcome.ActivatedOtherwise;
import dev.caravan.activation.ActivationOutcome.Contradiction;
import dev.caravan.activation.ActivationOutcome.Deactivated;
import dev.caravan.activation.ActivationOutcome.NoWayToHub;
import dev.caravan.activation.ActivationOutcome.NotEnrolled;
import dev.caravan.activation.ActivationOutcome.OtherVersion;
import dev.caravan.activation.ActivationOutcome.Possible;
import dev.caravan.activation.ActivationOutcome.UnderWay;
import dev.caravan.activation.Difference;
import dev.caravan.board.Activation;
import dev.caravan.board.Board;
import dev.caravan.board.BoardGuid;
import dev.caravan.board.BoardState;
import dev.caravan.hub.api.ActivationCalls.Asker;
import dev.caravan.preparation.HubChoiceSettings;
import dev.caravan.preparation.HubChooser;
import dev.caravan.preparation.HubRule;
import dev.caravan.preparation.MetadataSchemas;
import dev.caravan.preparation.MetadataSettings;
import dev.caravan.preparation.Preparer;

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
    void ruleThatChoseTheHubIsNamed() {
        var rule = new HubRule("plants", List.of(), List.of("plant-a.azure-devices.net"), 0);
        var preparer = new Preparer(
                new MetadataSchemas(new MetadataSettings(List.of())),
                new HubChooser(new HubChoiceSettings(List.of(rule), Set.of()), Map::of));

        ActivationCalls.Activate activate = (guid, asked, expected, by, reason) -> {
            assertThat(asked.iotHub()).isEqualTo("plant-a.azure-devices.net");
            return new Activated(board(BoardState.ACTIVATED, null), true);
        };

        var answer = new ActivationCalls(activate, activate, preparer)
                .put(
                        new Asker(new Requester("krone-erp", Role.MANUFACTURER)),
                        board(BoardState.ENROLLED, null),
                        "{}",
                        IfMatch.parse(null),
                        false);

        assertThat(answer.hubRule()).isEqualTo("plants");
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

    @ParameterizedTest
    @ValueSource(strings = {"\"4\"", "*", " * ", "\"3\", \"4\"", "\"a,b\",,\"4\" ,", "W/\"4\", \"4\""})
    void versionThatTheRequestIsMeantForIsHandedOver(String ifMatch) {
        put(new Activated(board(BoardState.ACTIVATED, null), true), ifMatch);

        assertThat(version).hasValue(4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"3\"", "W/\"4\"", "\"3\", \"5\"", "\"\"", "\"04\""})
    void requestForAnotherVersionIsRefusedBeforeAnythingIsAsked(String ifMatch) {
        var problem = catchThrowableOfType(ProblemException.class, () -> put(null, ifMatch))
                .problem();

        assertThat(version).isEmpty();
        assertThat(problem.status()).isEqualTo(412);
        assertThat(problem.type()).isEqualTo("urn:caravan:problem:other-version");
        assertThat(problem.detail()).contains("its ETag is \"4\" now", "send that ETag in If-Match");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "4", "\"4", "\"4\" \"5\"", "*, \"4\"", "w/\"4\"", "\"4 5\"", ",", "#"})
    void headerThatIsNoListOfEtagsIsRefusedWithTheRule(String ifMatch) {
        var problem = catchThrowableOfType(ProblemException.class, () -> put(null, ifMatch))
                .problem();

        assertThat(problem.status()).isEqualTo(400);
        assertThat(problem.detail()).contains("If-Match must be *", "'" + ifMatch + "'");
    }

    @Test
    void dryRunSaysWhatWouldBeWrittenAndFromWhichState() {
        var asked = new Activation("plant-a.azure-devices.net", object().put("site", "Ulm"), object());

        var answer = put(new Possible(board(BoardState.ENROLLED, null), asked, List.of()), null, true);

        assertThat(answer.changed()).isFalse();
        assertThat(answer.note()).contains("dry run");
        assertThat(answer.wouldWrite().from()).isEqualTo("ENROLLED");
        assertThat(answer.wouldWrite().activation().tags()).hasToString("{\"site\":\"Ulm\"}");
        assertThat(answer.wouldWrite().differences()).isNull();
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
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
    void boardThatIsHalfOutOfServiceIsAConflictThatSaysToWaitForItsEnd() {
        var problem = refused(new NotEnrolled(board(BoardState.DEACTIVATING, "half done: next is a second look")));

        assertThat(problem.title()).isEqualTo("The board cannot be activated");
        assertThat(problem.detail())
                .isEqualTo("Nothing was changed: the board is DEACTIVATING: half done: next is a second look."
                        + " Ask for the board until that has ended, and decide then");
    }

    @Test
    void deactivatedBoardIsAConflictThatNamesTheEtagWhichActivatesItAgain() {
        var problem = refused(new Deactivated(board(BoardState.DEACTIVATED, null)));

        assertThat(problem.status()).isEqualTo(409);
        assertThat(problem.type()).isEqualTo("urn:caravan:problem:deactivated");
        assertThat(problem.detail()).contains("taken out of service", "If-Match: \"4\"", "* is not enough");
    }

    @Test
    void whateverTheVersionIsDoesNotCountForADeactivatedBoard() {
        var deactivated = board(BoardState.DEACTIVATED, null);

        put(deactivated, new Activated(deactivated, true), "*", false);
        assertThat(version).isEmpty();
        put(deactivated, new Activated(deactivated, true), "\"4\"", false);
        assertThat(version).hasValue(4);
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

        assertThat(refused(new OtherVersion(board)).status()).isEqualTo(412);
        assertThat(refused(new UnderWay(board)).type()).isEqualTo("urn:caravan:problem:under-way");
        var noWay = refused(new NoWayToHub(board, "plant-b.azure-devices.net"));
        assertThat(noWay.type()).isEqualTo("urn:caravan:problem:not-now");
        assertThat(noWay.detail()).contains("plant-b.azure-devices.net", "connection-string-files");
        var contradiction = refused(new Contradiction(board, "DPS has no enrollment"));
        assertThat(contradiction.status()).isEqualTo(502);
        assertThat(contradiction.detail()).startsWith("DPS has no enrollment").contains("operator");
    }

    private ActivationAnswer put(ActivationOutcome outcome, String ifMatch) {
        return put(outcome, ifMatch, false);
    }

    private ActivationAnswer put(ActivationOutcome outcome, String ifMatch, boolean dryRun) {
        return put(board(BoardState.ACTIVATED, null), outcome, ifMatch, dryRun);
    }

    private ActivationAnswer put(Board seen, ActivationOutcome outcome, String ifMatch, boolean dryRun) {
        ActivationCalls.Activate asked = (guid, activation, expected, by, reason) -> {
            version = expected;
            return outcome;
        };
        ActivationCalls.Activate never = (guid, activation, expected, by, reason) -> {
            throw new AssertionError("nobody may be asked");
        };
        return new ActivationCalls(dryRun ? never : asked, dryRun ? asked : never, preparer())
                .put(
                        new Asker(new Requester("krone-erp", Role.MANUFACTURER)),
                        seen,
                        BODY,
                        IfMatch.parse(ifMatch),
                        dryRun);
    }

    /** Without a schema and a rule. */
    static Preparer preparer() {
        return new Preparer(
                new MetadataSchemas(new MetadataSettings(List.of())),
                new HubChooser(new HubChoiceSettings(List.of(), Set.of()), Map::of));
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
                Instant.EPOCH,
                false,
                null);
    }
}
