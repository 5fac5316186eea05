package dev.caravan.emulator.fault;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.caravan.emulator.fault.Attempt.Plane;
import dev.caravan.emulator.json.Json;
import dev.caravan.emulator.wire.Transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class FaultsTest {

    private final Faults faults = new Faults(1);

    private static ObjectNode json(String text) {
        return Json.readObject(text.getBytes(StandardCharsets.UTF_8)).orElseThrow();
    }

    private int judge(String operation, String id) {
        var refusal = faults.judge(Attempt.single(Plane.SERVICE, operation, id, "PUT", "/", null), Transport.HTTPS)
                .refusal();
        return refusal == null ? 0 : refusal.status();
    }

    private List<Integer> calls(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> judge("putEnrollment", "a"))
                .toList();
    }

    @Test
    void everySkipAndTimesCountMatchingCallsOnly() {
        faults.add(json("""
                {"operation":"putEnrollment","skip":1,"every":2,"times":2,"action":{"type":"status","status":503}}"""));
        judge("getEnrollment", "a");

        assertThat(calls(8)).containsExactly(0, 0, 503, 0, 503, 0, 0, 0);
        assertThat(faults.show().at("/0/fired").asInt()).isEqualTo(2);
    }

    @Test
    void alternatingStatusesStartOverAfterTheLast() {
        faults.add(json("""
                {"operation":"*","action":{"type":"alternate","statuses":[429,503]}}"""));

        assertThat(calls(5)).containsExactly(429, 503, 429, 503, 429);
    }

    @Test
    void patternMatchesTheIdOrAnyIdInABulk() {
        faults.add(json("""
                {"operation":["bulkEnrollments","putEnrollment"],"idPattern":"^board-2$","action":{"type":"status","status":500}}"""));
        var bulk = new Attempt(
                Plane.SERVICE, "bulkEnrollments", null, List.of("board-1", "board-2"), "POST", "/enrollments", null);

        assertThat(judge("putEnrollment", "board-1")).isZero();
        assertThat(judge("putEnrollment", "board-2")).isEqualTo(500);
        assertThat(faults.judge(bulk, Transport.HTTPS).refusal()).isNotNull();
    }

    @Test
    void firstFaultThatEndsTheCallLeavesTheNextUncounted() {
        faults.add(json("""
                {"operation":"*","times":1,"action":{"type":"status","status":429}}"""));
        faults.add(json("""
                {"operation":"*","times":1,"action":{"type":"status","status":503}}"""));

        assertThat(calls(3)).containsExactly(429, 503, 0);
    }

    @Test
    void delayAddsToWhatEndsTheCall() {
        faults.add(json("""
                {"operation":"*","action":{"type":"delay","millis":500}}"""));
        faults.add(json("""
                {"operation":"*","action":{"type":"drop","when":"before"}}"""));

        var verdict = faults.judge(Attempt.single(Plane.DEVICE, "register", "a", "PUT", "/", null), Transport.MQTT);

        assertThat(verdict.delay()).hasMillis(500);
        assertThat(verdict.dropBefore()).isTrue();
        assertThat(verdict.faults()).isEqualTo("f1,f2");
    }

    @Test
    void storeChangesOnlyTheItemsItsPatternMatches() {
        faults.add(json("""
                {"operation":"bulkEnrollments","idPattern":"2$","action":{"type":"store","provisioningStatus":"enabled"}}"""));
        var bulk = new Attempt(
                Plane.SERVICE, "bulkEnrollments", null, List.of("board-1", "board-2"), "POST", "/enrollments", null);

        var tampering = faults.judge(bulk, Transport.HTTPS).tampering();

        assertThat(tampering.of("board-1")).isEmpty();
        assertThat(tampering.of("board-2")).hasSize(1);
    }

    @Test
    void probabilityIsReplayedBySeed() {
        faults.add(json("""
                {"operation":"*","probability":0.5,"seed":7,"action":{"type":"status","status":503}}"""));
        var first = calls(200);
        faults.reset();
        faults.add(json("""
                {"operation":"*","probability":0.5,"seed":7,"action":{"type":"status","status":503}}"""));

        assertThat(calls(200)).isEqualTo(first);
        assertThat(first.stream().filter(status -> status == 503)).hasSizeBetween(70, 130);
    }

    @Test
    void planeAndTransportNarrowAFault() {
        faults.add(json("""
                {"operation":"*","plane":"device","transport":"mqtt","action":{"type":"drop","when":"before"}}"""));
        var register = Attempt.single(Plane.DEVICE, "register", "a", "PUT", "/", null);

        assertThat(faults.judge(register, Transport.HTTPS).dropBefore()).isFalse();
        assertThat(faults.judge(Attempt.single(Plane.HUB, "connect", "a", "", "", null), Transport.MQTT)
                        .dropBefore())
                .isFalse();
        assertThat(faults.judge(register, Transport.MQTT).dropBefore()).isTrue();
    }

    @Test
    void removedFaultNoLongerFires() {
        var id = faults.add(json("""
                {"operation":"*","action":{"type":"status","status":503}}"""));

        assertThat(faults.remove(id)).isTrue();
        assertThat(faults.remove(id)).isFalse();
        assertThat(calls(1)).containsExactly(0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"operation\":\"*\"}",
                "{\"operation\":\"*\",\"action\":{\"type\":\"explode\"}}",
                "{\"operation\":\"*\",\"action\":{\"type\":\"status\",\"status\":200}}",
                "{\"operation\":\"*\",\"action\":{\"type\":\"alternate\",\"statuses\":[]}}",
                "{\"operation\":\"*\",\"action\":{\"type\":\"drop\"}}",
                "{\"operation\":\"*\",\"action\":{\"type\":\"store\"}}",
                "{\"operation\":\"*\",\"action\":{\"type\":\"store\",\"thumbprintOf\":\"AAAA\"}}",
                "{\"operation\":\"*\",\"every\":0,\"action\":{\"type\":\"status\",\"status\":503}}",
                "{\"operation\":\"*\",\"idPattern\":\"(\",\"action\":{\"type\":\"status\",\"status\":503}}",
                "{\"operations\":\"*\",\"action\":{\"type\":\"status\",\"status\":503}}"
            })
    void wrongDescriptionIsRefused(String description) {
        assertThatThrownBy(() -> faults.add(json(description))).isInstanceOf(IllegalArgumentException.class);
        assertThat(faults.show()).isEmpty();
    }
}
