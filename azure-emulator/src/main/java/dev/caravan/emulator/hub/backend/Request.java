package dev.caravan.emulator.hub.backend;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.caravan.emulator.fault.Tampering;
import dev.caravan.emulator.hub.Hub;
import dev.caravan.emulator.hub.HubError;
import dev.caravan.emulator.json.Json;
import dev.caravan.emulator.sas.SasToken;
import dev.caravan.emulator.wire.http.Call;

/**
 * A back end's call on its way to an operation.
 *
 * @param values what stands in the path in place of the placeholders
 * @param tampering what faults want done to single identities of a bulk call
 */
record Request(Hub hub, Call call, List<String> values, Tampering tampering) {

    private static final Pattern API_VERSION = Pattern.compile("\\d{4}-\\d{2}-\\d{2}(-preview)?");
    private static final String ANY = "*";

    /** A client that cannot send PATCH sends POST and says what it means (seen: the Java SDK). */
    static String method(Call call) {
        return call.method().equals("POST")
                ? call.header("X-HTTP-Method-Override").orElse("POST")
                : call.method();
    }

    Request with(Tampering change) {
        return new Request(hub, call, values, change);
    }

    String id() {
        return values.get(0);
    }

    Optional<SasToken> token() {
        return call.header("Authorization").flatMap(SasToken::parse);
    }

    /** Host and path, as tokens name what they are good for. */
    String resource() {
        return hub.host() + "/" + String.join("/", call.segments());
    }

    String path() {
        var query = call.target().indexOf('?');
        return query < 0 ? call.target() : call.target().substring(0, query);
    }

    void requireVersion() {
        if (call.parameter("api-version")
                .filter(text -> API_VERSION.matcher(text).matches())
                .isEmpty()) {
            throw HubError.of(400, 400001, "InvalidProtocolVersion", "api-version must be given");
        }
    }

    ObjectNode body() {
        return Json.readObject(call.body()).orElseThrow(() -> HubError.invalid("The body must be a JSON object."));
    }

    /** As {@link #body}; empty when it is anything else. */
    Optional<JsonNode> json() {
        return Json.read(call.body());
    }

    /** Empty when the caller names none. */
    Optional<Predicate<String>> condition() {
        return call.header("If-Match").map(Request::condition);
    }

    /** The condition without which a write is not accepted. */
    Predicate<String> requiredCondition() {
        return condition().orElseThrow(() -> HubError.invalid("If-Match must be given"));
    }

    /** With and without quotes, weak or not: SDKs send all of them (seen). */
    static Predicate<String> condition(String header) {
        var bare = header.trim().replaceFirst("^W/", "").replaceAll("^\"|\"$", "");
        return etag -> bare.equals(ANY) || bare.equals(etag);
    }
}
