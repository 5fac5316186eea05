package dev.caravan.emulator.junit5;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.JsonNode;

import static java.nio.charset.StandardCharsets.UTF_8;

/** One IoT Hub, with what a test can see in it and do to its devices without an SDK. */
public final class EmulatedHub {

    private final String host;
    private final EmulatedAzure azure;
    private final ControlPort port;

    /**
     * A message that a device has sent.
     *
     * @param body as text
     * @param properties what the sender set
     * @param systemProperties messageId, contentType and their like
     */
    public record Telemetry(
            String deviceId, String body, Map<String, String> properties, Map<String, String> systemProperties) {}

    /** What DPS finds when it assigns a device to the hub. */
    public enum Link {
        /** The hub takes the device. */
        GOOD,
        /** DPS may not write into the hub any more, as when its policy's key was changed. */
        UNAUTHORIZED,
        /** The hub takes no more devices. */
        FULL
    }

    EmulatedHub(String host, EmulatedAzure azure) {
        this.host = host;
        this.azure = azure;
        this.port = azure.control().port();
    }

    /** The short name. */
    public String name() {
        return host.substring(0, host.indexOf('.'));
    }

    /** The name that devices connect to. */
    public String host() {
        return host;
    }

    /** What a back end connects with, as the policy that may do everything. */
    public String connectionString() {
        return azure.read("hub-" + name() + "-connection-string");
    }

    /** The same as another policy: service, device, registryRead, registryReadWrite. */
    public String connectionString(String policy) {
        return policy.equals("iothubowner")
                ? connectionString()
                : azure.read("hub-" + name() + "-" + policy + "-connection-string");
    }

    /** Everything about a device: identity, twin with all its parts, whether it is connected; empty when unknown. */
    public Optional<JsonNode> device(String id) {
        return port.find("/state/hubs/" + name() + "/devices/" + ControlPort.encoded(id));
    }

    /** What the hub has received, oldest first, up to the last 100,000. */
    public List<Telemetry> telemetry() {
        return telemetryAt("");
    }

    /** The same from one device. */
    public List<Telemetry> telemetry(String deviceId) {
        return telemetryAt("?deviceId=" + ControlPort.encoded(deviceId));
    }

    private List<Telemetry> telemetryAt(String query) {
        return port.get("/state/hubs/" + name() + "/telemetry" + query)
                .valueStream()
                .map(message -> new Telemetry(
                        message.path("deviceId").asText(),
                        message.path("body").asText(),
                        texts(message.path("properties")),
                        texts(message.path("systemProperties"))))
                .toList();
    }

    private static Map<String, String> texts(JsonNode members) {
        return members.propertyStream().collect(Collectors.toMap(Map.Entry::getKey, each -> each.getValue()
                .asText()));
    }

    /** Sends a message to a device, and waits for nothing. */
    public void send(String deviceId, String body, Map<String, String> properties) {
        var query = properties.entrySet().stream()
                .map(each -> ControlPort.encoded(each.getKey()) + "=" + ControlPort.encoded(each.getValue()))
                .collect(Collectors.joining("&", "?", ""));
        port.call("POST", of(deviceId) + "/messages" + (properties.isEmpty() ? "" : query), body.getBytes(UTF_8));
    }

    /** Merges a JSON object into the desired properties of a device. */
    public void patchDesired(String deviceId, String json) {
        port.call("PATCH", of(deviceId) + "/twin/desired", json.getBytes(UTF_8));
    }

    /** Disables a device, which loses its connection and gets no new one; or enables it again. */
    public void enable(String deviceId, boolean enabled) {
        port.call("PUT", of(deviceId) + "/status", (enabled ? "\"enabled\"" : "\"disabled\"").getBytes(UTF_8));
    }

    /** Makes an authority a verified certificate of the hub, for devices that it authenticates by their issuer. */
    public void verifyCertificate(String name, DeviceIdentity authority) {
        var path = "/hubs/" + name() + "/certificates/" + ControlPort.encoded(name);
        port.call("PUT", path, authority.certificatePem().getBytes(UTF_8));
    }

    /** Breaks or mends the link between DPS and the hub, until the next reset. */
    public void link(Link link) {
        var body = "{\"state\":\"" + link.name().toLowerCase(Locale.ROOT) + "\"}";
        port.call("PUT", "/hubs/" + name() + "/link", body.getBytes(UTF_8));
    }

    private String of(String deviceId) {
        return "/hubs/" + name() + "/devices/" + ControlPort.encoded(deviceId);
    }
}
