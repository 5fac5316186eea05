package dev.caravan.emulator.junit5;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;

import dev.caravan.emulator.json.Json;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * What only a test can do: look behind the services, make them misbehave, wait. The shapes are those of the control
 * port, which docs/emulator.md describes. Safe for all threads.
 */
public final class EmulatorControl {

    private final ControlPort port;

    EmulatorControl(ControlPort port) {
        this.port = port;
    }

    ControlPort port() {
        return port;
    }

    /** Base of the control port, as a URL without a slash at the end. */
    public String url() {
        return port.base();
    }

    /** Forgets everything, faults, quotas and history too. The extension does it before each test. */
    public void reset() {
        port.call("POST", "/reset", new byte[0]);
    }

    /** The whole state as one JSON document, which another test can begin with; it holds the keys of devices. */
    public byte[] snapshot() {
        return port.bytes("/snapshot");
    }

    /** Puts a snapshot in the place of all that is there; its hubs must be there. */
    public void restore(byte[] snapshot) {
        port.call("PUT", "/snapshot", snapshot);
    }

    /** An individual enrollment as it is stored, with its certificate. */
    public Optional<JsonNode> enrollment(String registrationId) {
        return port.find("/state/enrollments/" + ControlPort.encoded(registrationId));
    }

    /** An enrollment group as it is stored. */
    public Optional<JsonNode> enrollmentGroup(String groupId) {
        return port.find("/state/enrollmentGroups/" + ControlPort.encoded(groupId));
    }

    /** Makes an authority a verified certificate of DPS, for groups with {@code caReferences} to this name. */
    public void verifyCertificate(String name, DeviceIdentity authority) {
        port.call(
                "PUT",
                "/dps/certificates/" + ControlPort.encoded(name),
                authority.certificatePem().getBytes(UTF_8));
    }

    /** What became of a device's last registration. */
    public Optional<JsonNode> registration(String registrationId) {
        return port.find("/state/registrations/" + ControlPort.encoded(registrationId));
    }

    /**
     * The calls that devices and back ends have made, oldest first.
     *
     * @param filter as the control port takes it: {@code operation=createOrUpdate&status=429}; empty for all
     */
    public List<JsonNode> requests(String filter) {
        return port.get("/requests?" + filter).valueStream().toList();
    }

    /** How many calls there were. */
    public int countRequests(String filter) {
        return port.get("/requests/count?" + filter).path("count").asInt();
    }

    /** Puts a fault in force until the next reset: JSON as the control port takes it. Answers with its id. */
    public String addFault(String json) {
        return port.call("POST", "/faults", json.getBytes(UTF_8)).path("id").asText();
    }

    /** Ends one fault. */
    public void removeFault(String id) {
        port.call("DELETE", "/faults/" + id, new byte[0]);
    }

    /** The faults in force, each with how often it matched and fired. */
    public List<JsonNode> faults() {
        return port.get("/faults").valueStream().toList();
    }

    /** Puts the throttles in force that Azure documents, until the next reset. */
    public void realQuotas() {
        quotas("{\"quotas\":\"real\"}");
    }

    /** Puts throttles in force until the next reset: JSON as the control port takes it. */
    public void quotas(String json) {
        port.call("PUT", "/quota", json.getBytes(UTF_8));
    }

    /** Sets the services' clock wrong by so much, until the next reset. */
    public void shiftClock(Duration offset) {
        var body = Json.object().put("offsetSeconds", offset.toSeconds());
        port.call("PUT", "/clock", Json.bytes(body));
    }

    /** Begins to wait for something that the control port shows, such as {@code /state/summary}. */
    public Waiting await(String path) {
        return new Waiting(port, path, "", Duration.ofSeconds(30));
    }

    /**
     * Anything else that the control port can do.
     *
     * @throws IllegalArgumentException when the emulator does not want that; with its own words
     */
    public JsonNode call(String method, String path, String body) {
        return port.call(method, path, body.getBytes(UTF_8));
    }
}
