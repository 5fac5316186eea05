package dev.caravan.emulator.hub.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;

import dev.caravan.emulator.hub.Device;
import dev.caravan.emulator.hub.Hub;
import dev.caravan.emulator.hub.HubError;
import dev.caravan.emulator.hub.MessageProperties;
import dev.caravan.emulator.hub.Telemetry;
import dev.caravan.emulator.json.Json;
import dev.caravan.emulator.wire.http.Answer;
import dev.caravan.emulator.wire.http.Call;

/** A message to the cloud, or several in one body that says so by its type. */
final class TelemetryPost {

    private static final String BATCH = "application/vnd.microsoft.iothub.json";
    private static final int DONE = 204;

    private TelemetryPost() {}

    private record Sent(MessageProperties properties, byte[] body) {}

    static Answer run(Hub hub, Device device, Call call, List<String> values) {
        if (call.header("Content-Type").filter(type -> type.startsWith(BATCH)).isPresent()) {
            batch(call.body()).forEach(sent -> hub.receive(device, sent.properties(), sent.body()));
        } else {
            hub.receive(device, HeaderProperties.read(call.headers()), call.body());
        }
        return Answer.empty(DONE);
    }

    /** Nothing of a batch is kept when any of it cannot be read (inferred); all of it has the size of one (documented). */
    private static List<Sent> batch(byte[] body) {
        if (body.length > Telemetry.LARGEST_MESSAGE) {
            throw HubError.tooLarge(Telemetry.LARGEST_MESSAGE);
        }
        var messages = Json.read(body)
                .filter(JsonNode::isArray)
                .orElseThrow(() -> HubError.invalid("A batch must be a JSON array."));
        List<Sent> batch = new ArrayList<>();
        messages.forEach(message -> batch.add(message(message)));
        return batch;
    }

    /** The body is in base64 unless {@code base64Encoded} denies it: the Node SDK says nothing of it (seen). */
    private static Sent message(JsonNode message) {
        var body = message.path("body");
        if (!body.isTextual()) {
            throw HubError.invalid("Each message of a batch must have a body, a string.");
        }
        return new Sent(
                HeaderProperties.read(message.path("properties")),
                message.path("base64Encoded").asBoolean(true)
                        ? decoded(body.asText())
                        : body.asText().getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] decoded(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException wrong) {
            throw HubError.invalid("The body of a message in a batch is not valid base64.");
        }
    }
}
