package dev.caravan.story.wire;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;

/** The emulator's control port: what Azure holds, behind the back of everyone who uses it. */
public final class EmulatorControl {

    private static final int NOT_FOUND = 404;

    private final Caller caller;

    /** @param base such as {@code http://127.0.0.1:23456} */
    public EmulatorControl(String base) {
        caller = new Caller(base);
    }

    public String base() {
        return caller.base();
    }

    /** Enrollments, registrations and hubs in full; large. */
    public JsonNode state() {
        return get("/state").success();
    }

    /** Numbers of enrollments (enabled, disabled), registrations and requests; cheap. */
    public JsonNode summary() {
        return get("/state/summary").success();
    }

    public Optional<JsonNode> enrollment(String guid) {
        return part("/state/enrollments/" + guid);
    }

    public Optional<JsonNode> enrollmentGroup(String id) {
        return part("/state/enrollmentGroups/" + id);
    }

    public Optional<JsonNode> registration(String guid) {
        return part("/state/registrations/" + guid);
    }

    /** @param hub short or full name */
    public Optional<JsonNode> device(String hub, String guid) {
        return part("/state/hubs/" + hub + "/devices/" + guid);
    }

    /** All messages of the device that this hub received, oldest first. */
    public JsonNode telemetry(String hub, String guid) {
        return part("/state/hubs/" + hub + "/telemetry?deviceId=" + guid).orElseGet(Caller.JSON::createArrayNode);
    }

    /** The newest requests of one operation, oldest first. */
    public JsonNode requests(String operation) {
        return get("/requests?operation=" + URLEncoder.encode(operation, StandardCharsets.UTF_8) + "&limit=100000")
                .success();
    }

    /** How many of the newest requests a filter takes, such as {@code plane=service&method=PUT}. */
    public long count(String filter) {
        return get("/requests/count?" + filter).success().path("count").asLong();
    }

    /** @return the fault's id */
    public String addFault(String json) {
        return call("POST", "/faults", json).success().path("id").asText();
    }

    /** How often the fault has fired; 0 when there is no such fault. */
    public int fired(String faultId) {
        for (var fault : get("/faults").success()) {
            if (fault.path("id").asText().equals(faultId)) {
                return fault.path("fired").asInt();
            }
        }
        return 0;
    }

    public void removeFault(String faultId) {
        call("DELETE", "/faults/" + faultId, "").success();
    }

    public void clearFaults() {
        call("DELETE", "/faults", "").success();
    }

    /** How many enrollments are disabled; cheap. */
    public int disabled() {
        return summary().path("enrollments").path("disabled").asInt();
    }

    /** Azure throttles from now on. */
    public void quota(String json) {
        call("PUT", "/quota", json).success();
    }

    /** The whole state, to be changed and given to {@link #restore}. */
    public JsonNode snapshot() {
        return get("/snapshot").success();
    }

    /** Puts this state in the place of all that is there. */
    public void restore(JsonNode snapshot) {
        call("PUT", "/snapshot", snapshot.toString()).success();
    }

    /** Azure forgets every enrollment, registration, device and fault. */
    public void reset() {
        call("POST", "/reset", "").success();
    }

    /** @param status {@code enabled} or {@code disabled}: of the identity in the hub, not of the enrollment */
    public void setDeviceStatus(String hub, String guid, String status) {
        call("PUT", "/hubs/" + hub + "/devices/" + guid + "/status", "\"" + status + "\"")
                .success();
    }

    /** Merges into the desired properties, as a back end would. */
    public void changeDesired(String hub, String guid, String patch) {
        call("PATCH", "/hubs/" + hub + "/devices/" + guid + "/twin/desired", patch)
                .success();
    }

    /**
     * Puts a message into the device's queue.
     *
     * @param query its properties, such as {@code kind=greeting}
     */
    public void message(String hub, String guid, String query, String body) {
        call("POST", "/hubs/" + hub + "/devices/" + guid + "/messages?" + query, body)
                .success();
    }

    private Optional<JsonNode> part(String path) {
        var answer = get(path);
        return answer.status() == NOT_FOUND ? Optional.empty() : Optional.of(answer.success());
    }

    private Answer get(String path) {
        return call("GET", path, "");
    }

    private Answer call(String method, String path, String body) {
        return caller.call(method, path, Map.of(), body);
    }
}
