package dev.caravan.emulator.quota;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.caravan.emulator.HandSetClock;
import dev.caravan.emulator.fault.Admission;
import dev.caravan.emulator.fault.Attempt;
import dev.caravan.emulator.fault.Attempt.Plane;
import dev.caravan.emulator.fault.Refusal;
import dev.caravan.emulator.fidelity.Evidence;
import dev.caravan.emulator.fidelity.Fidelity;
import dev.caravan.emulator.json.Json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class QuotaTest {

    private final HandSetClock clock = new HandSetClock();
    private final Quota quota = new Quota(clock);

    private static ObjectNode json(String text) {
        return Json.readObject(text.getBytes(StandardCharsets.UTF_8)).orElseThrow();
    }

    private Admission call(Plane plane, String operation, String id) {
        return quota.admit(Attempt.single(plane, operation, id, "GET", "/", null));
    }

    private Admission serviceCall() {
        return call(Plane.SERVICE, "getEnrollment", "a");
    }

    private Admission telemetry(String hub) {
        return quota.admit(Attempt.single(Plane.HUB, "telemetry", "a", "PUBLISH", "/", null)
                .at(hub));
    }

    private Admission bulk(int items) {
        var ids = IntStream.range(0, items).mapToObj(i -> "board-" + i).toList();
        return quota.admit(new Attempt(Plane.SERVICE, "bulkEnrollments", null, ids, "POST", "/enrollments", null));
    }

    private static Refusal refusal(Admission admission) {
        assertThat(admission).isInstanceOf(Admission.Refused.class);
        return ((Admission.Refused) admission).refusal();
    }

    private void mustPass(int times, String operation, Plane plane, String id) {
        for (var i = 0; i < times; i++) {
            assertThat(call(plane, operation, id)).isEqualTo(Admission.NOW);
        }
    }

    @Test
    void nothingIsLimitedUntilItIsSet() {
        mustPass(10_000, "getEnrollment", Plane.SERVICE, "a");
        mustPass(10_000, "poll", Plane.DEVICE, "a");
    }

    @Test
    void tokensComeBackOneByOneAsTimePasses() {
        quota.set(json("{\"perMinute\":2}"));
        mustPass(2, "getEnrollment", Plane.SERVICE, "a");

        assertThat(refusal(serviceCall())).isEqualTo(new Refusal(429, 30, null, null));
        clock.pass(Duration.ofSeconds(30).minusMillis(1));
        assertThat(refusal(serviceCall()).retryAfterSeconds()).isEqualTo(1);
        clock.pass(Duration.ofMillis(1));
        assertThat(serviceCall()).isEqualTo(Admission.NOW);
        assertThat(refusal(serviceCall()).retryAfterSeconds()).isEqualTo(30);
    }

    @Test
    void bucketNeverHoldsMoreThanItsBurst() {
        quota.set(json("{\"perMinute\":2}"));
        clock.pass(Duration.ofHours(1));

        mustPass(2, "getEnrollment", Plane.SERVICE, "a");
        refusal(serviceCall());
    }

    @Test
    void retryAfterIsLeftOutWhenAskedTo() {
        quota.set(json("{\"perMinute\":1,\"retryAfter\":false}"));
        serviceCall();

        assertThat(refusal(serviceCall()).retryAfterSeconds()).isNull();
    }

    @Test
    void perMinuteConcernsTheServiceApiAlone() {
        quota.set(json("{\"perMinute\":1}"));

        mustPass(5, "register", Plane.DEVICE, "a");
        mustPass(5, "telemetry", Plane.HUB, "a");
        mustPass(1, "getEnrollment", Plane.SERVICE, "a");
    }

    @Fidelity(
            area = Fidelity.Area.QUOTAS,
            evidence = Evidence.DOCUMENTED,
            behaviour =
                    "A DPS instance takes 1,000 service operations and, counted apart, 1,000 registrations a minute.",
            source = "Learn: iot-dps-limits; azure-iot-sdk-c#1703")
    @ParameterizedTest
    @CsvSource({"SERVICE,getEnrollment", "DEVICE,register"})
    void realQuotaOfAnInstanceIsAThousandAMinute(Plane plane, String operation) {
        quota.real();

        for (var i = 0; i < 1000; i++) {
            assertThat(call(plane, operation, "board-" + i)).isEqualTo(Admission.NOW);
        }

        assertThat(refusal(call(plane, operation, "board-1000")).status()).isEqualTo(429);
        assertThat(call(Plane.DEVICE, "poll", "board-1")).isEqualTo(Admission.NOW);
    }

    @Fidelity(
            area = Fidelity.Area.QUOTAS,
            evidence = Evidence.DOCUMENTED,
            behaviour = "A device may poll its registration 5 times in 10 seconds.",
            source = "Learn: iot-dps-limits")
    @Test
    void eachDeviceHasItsOwnFivePolls() {
        quota.real();
        mustPass(5, "poll", Plane.DEVICE, "board-1");

        assertThat(refusal(call(Plane.DEVICE, "poll", "board-1")).retryAfterSeconds())
                .isEqualTo(2);
        mustPass(5, "poll", Plane.DEVICE, "board-2");
    }

    @Fidelity(
            area = Fidelity.Area.QUOTAS,
            evidence = Evidence.DOCUMENTED,
            behaviour = "Looking up a registration is free.",
            source = "Learn: dps-faq")
    @Test
    void lookupIsNeverThrottled() {
        quota.real();

        mustPass(5_000, "lookup", Plane.DEVICE, "board-1");
    }

    @Test
    void bulkCountsOnceOrByItsItems() {
        quota.set(json("{\"perMinute\":10}"));
        assertThat(bulk(10)).isEqualTo(Admission.NOW);
        assertThat(bulk(10)).isEqualTo(Admission.NOW);

        quota.set(json("{\"perMinute\":10,\"bulk\":\"item\"}"));

        assertThat(bulk(10)).isEqualTo(Admission.NOW);
        assertThat(refusal(bulk(10)).retryAfterSeconds()).isEqualTo(60);
    }

    @Test
    void bulkLargerThanTheWholeBucketIsNotRefusedForEver() {
        quota.set(json("{\"perMinute\":4,\"bulk\":\"item\"}"));

        assertThat(bulk(10)).isEqualTo(Admission.NOW);
    }

    @Fidelity(
            area = Fidelity.Area.QUOTAS,
            evidence = Evidence.DOCUMENTED,
            behaviour = "Over its limit a hub lets bursts pass, then delays calls, and only then refuses with 429.",
            source = "Learn: iot-hub-devguide-quotas-throttling (traffic shaping)")
    @Test
    void hubDelaysWhatIsTooMuchAndRefusesWhenTheQueueIsFull() {
        quota.set(json("{\"limits\":{\"telemetry\":{\"amount\":10,\"seconds\":1,\"burst\":2,\"queue\":3}}}"));

        var heard = IntStream.range(0, 6).mapToObj(i -> telemetry("plant-a")).toList();

        assertThat(heard.subList(0, 5))
                .isEqualTo(List.of(
                        Admission.NOW,
                        Admission.NOW,
                        new Admission.Later(Duration.ofMillis(100)),
                        new Admission.Later(Duration.ofMillis(200)),
                        new Admission.Later(Duration.ofMillis(300))));
        assertThat(refusal(heard.get(5)).retryAfterSeconds()).isEqualTo(1);
        assertThat(telemetry("plant-b")).isEqualTo(Admission.NOW);
    }

    @Test
    void switchedOffItLimitsNothing() {
        quota.set(json("{\"perMinute\":1}"));
        serviceCall();

        quota.off();

        mustPass(5, "getEnrollment", Plane.SERVICE, "a");
    }

    @Test
    void showsWhatIsInForce() {
        quota.set(json("{\"quotas\":\"real\",\"perMinute\":7,\"bulk\":\"item\"}"));

        assertThat(quota.show().at("/limits/serviceOperations/amount").asInt()).isEqualTo(7);
        assertThat(quota.show().at("/limits/polls/seconds").asInt()).isEqualTo(10);
        assertThat(quota.show().path("bulk").asText()).isEqualTo("item");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"perMinute\":0}",
                "{\"perMinute\":\"many\"}",
                "{\"perSecond\":1}",
                "{\"quotas\":\"unreal\"}",
                "{\"perMinute\":1,\"bulk\":\"dozen\"}",
                "{\"limits\":{\"pools\":{\"amount\":1}}}",
                "{\"limits\":{\"polls\":{\"amount\":1,\"seconds\":0}}}",
                "{\"limits\":{\"polls\":{\"amount\":1,\"queue\":-1}}}"
            })
    void wrongDescriptionIsRefusedAndChangesNothing(String description) {
        assertThatThrownBy(() -> quota.set(json(description))).isInstanceOf(IllegalArgumentException.class);
        mustPass(5, "getEnrollment", Plane.SERVICE, "a");
    }
}
