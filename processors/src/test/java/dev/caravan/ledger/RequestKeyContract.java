package dev.caravan.ledger;

import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;

import org.junit.jupiter.api.Test;

import dev.caravan.ledger.KnownRequest.Another;
import dev.caravan.ledger.KnownRequest.Answer;
import dev.caravan.ledger.KnownRequest.Answered;
import dev.caravan.ledger.KnownRequest.Begun;
import dev.caravan.ledger.KnownRequest.CutOff;
import dev.caravan.ledger.KnownRequest.UnderWay;

import static org.assertj.core.api.Assertions.assertThat;

/** A request under a key is carried out once, and its answer remembered for a day. */
interface RequestKeyContract extends OnLedger {

    RequestKey KEY = new RequestKey("erp", "POST", "/api/v1/batches", "aa");

    private RequestKeys keys(String hub, String process) {
        return new RequestKeys(ledger().database(), hub, process);
    }

    private RequestKeys keys() {
        return keys("hub-a", "1");
    }

    @Test
    default void answerIsGivenAgainToTheSameRequestAndToNoOther() {
        var begun = (Begun) keys().begin(KEY, "f1", true);
        assertThat(keys().begin(KEY, "f1", true)).isEqualTo(new UnderWay());
        assertThat(keys().begin(KEY, "f2", true)).isEqualTo(new Another());

        var answer = new Answer(201, Map.of("Location", "/x"), "{\"ü\":1}");
        assertThat(keys().answered(begun, "f1", 201, answer)).isTrue();

        assertThat(keys().begin(KEY, "f1", true)).isInstanceOfSatisfying(Answered.class, known -> {
            assertThat(known.answer()).isEqualTo(answer);
            assertThat(known.fingerprint()).isEqualTo("f1");
        });
        assertThat(keys().begin(KEY, "f2", true)).isEqualTo(new Another());
        assertThat(keys().begin(KEY, null, true)).isInstanceOf(Answered.class);
        for (var other : new RequestKey[] {
            new RequestKey("erp-2", "POST", "/api/v1/batches", "aa"),
            new RequestKey("erp", "PUT", "/api/v1/batches", "aa"),
            new RequestKey("erp", "POST", "/api/v1/batches/x", "aa"),
            new RequestKey("erp", "POST", "/api/v1/batches", "ab")
        }) {
            assertThat(keys().begin(other, "f2", true)).isEqualTo(new Begun(other, 1));
        }
    }

    @Test
    default void requestWhoseAnswerMustNotBeKeptIsKnownToBeCarriedOut() {
        var begun = (Begun) keys().begin(KEY, null, false);
        keys().answered(begun, "f1", 201, null);

        assertThat(keys().begin(KEY, "f1", false))
                .isInstanceOfSatisfying(
                        Answered.class, known -> assertThat(known.answer()).isNull());
    }

    @Test
    default void requestThatWasRefusedMayComeAgainUnderTheSameKey() {
        keys().release((Begun) keys().begin(KEY, "f1", true));

        assertThat(keys().begin(KEY, "f2", true)).isEqualTo(new Begun(KEY, 1));
    }

    @Test
    default void requestOfAProcessThatDiedBeginsAnewAtTheNextStartOfItsHubAndOnlyIfItMay() {
        var late = (Begun) keys().begin(KEY, "f1", true);
        assertThat(keys("hub-b", "1").releaseEarlier()).isZero();
        assertThat(keys("hub-a", "2").releaseEarlier()).isEqualTo(1);

        assertThat(keys("hub-a", "2").begin(KEY, "f1", false)).isInstanceOf(CutOff.class);
        assertThat(keys("hub-a", "2").begin(KEY, "f2", true)).isEqualTo(new Another());
        assertThat(keys("hub-a", "2").begin(KEY, "f1", true)).isEqualTo(new Begun(KEY, 2));
        assertThat(keys().answered(late, "f1", 200, null)).isFalse();
        keys().release(late);
        assertThat(keys("hub-a", "2").begin(KEY, "f1", true)).isEqualTo(new UnderWay());
    }

    @Test
    default void requestOfAHubThatIsGoneForGoodBeginsAnewWhenItsLeaseIsOver() {
        keys().begin(KEY, "f1", true);
        age(Duration.ofMinutes(14));
        assertThat(keys("hub-b", "1").begin(KEY, "f1", true)).isEqualTo(new UnderWay());

        age(Duration.ofMinutes(2));

        assertThat(keys("hub-b", "1").begin(KEY, "f1", true)).isEqualTo(new Begun(KEY, 2));
    }

    @Test
    default void answerIsForgottenAfterADay() {
        keys().answered((Begun) keys().begin(KEY, "f1", true), "f1", 200, null);
        age(Duration.ofHours(23));
        assertThat(keys().forget()).isZero();
        assertThat(keys().begin(KEY, "f1", true)).isInstanceOf(Answered.class);

        age(Duration.ofHours(2));

        assertThat(keys().begin(KEY, "f2", true)).isEqualTo(new Begun(KEY, 1));
        age(Duration.ofHours(25));
        assertThat(keys().forget()).isEqualTo(1);
    }

    @Test
    default void ofRequestsThatMeetOneIsCarriedOut() throws Exception {
        var threads = Executors.newFixedThreadPool(4);
        try {
            Callable<KnownRequest> request = () -> keys().begin(KEY, "f1", true);
            var met = threads.invokeAll(Collections.nCopies(8, request));
            var begun = 0;
            for (var each : met) {
                begun += each.get() instanceof Begun ? 1 : 0;
            }
            assertThat(begun).isEqualTo(1);
        } finally {
            threads.shutdown();
        }
    }

    private void age(Duration by) {
        ledger().database()
                .writer()
                .sql("UPDATE request_key SET created_at = created_at - :by, lease_until = lease_until - :by")
                .param("by", by.toMillis())
                .update();
    }
}
