package dev.caravan.emulator.dps;

import java.util.List;
import java.util.Optional;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.caravan.emulator.fault.Tampering;
import dev.caravan.emulator.json.Json;
import dev.caravan.emulator.wire.http.Call;

/**
 * A call of the service API on its way to an operation.
 *
 * @param ids the ids in the path
 * @param json the body, when it is a JSON object
 */
record ServiceRequest(Call call, List<String> ids, Optional<ObjectNode> json, Tampering tampering) {

    static ServiceRequest of(Call call, List<String> ids) {
        return new ServiceRequest(call, ids, Json.readObject(call.body()), Tampering.NONE);
    }

    ServiceRequest with(Tampering change) {
        return new ServiceRequest(call, ids, json, change);
    }

    String id() {
        return ids.get(0);
    }

    IfMatch condition() {
        return IfMatch.of(call.header("If-Match"));
    }

    /** The body an operation cannot do without. */
    ObjectNode body() {
        return json.orElseThrow(() -> DpsError.invalid("The body must be a JSON object."));
    }

    String path() {
        var target = call.target();
        var query = target.indexOf('?');
        return query < 0 ? target : target.substring(0, query);
    }
}
