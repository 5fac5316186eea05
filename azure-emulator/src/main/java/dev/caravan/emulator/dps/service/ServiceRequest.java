package dev.caravan.emulator.dps.service;

import java.util.List;
import java.util.Optional;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.caravan.emulator.dps.form.DpsError;
import dev.caravan.emulator.dps.form.IfMatch;
import dev.caravan.emulator.dps.paging.PageRequest;
import dev.caravan.emulator.fault.Tampering;
import dev.caravan.emulator.json.Json;
import dev.caravan.emulator.sas.SasToken;
import dev.caravan.emulator.wire.http.Call;

/**
 * A call of the service API on its way to an operation: token and body are read once.
 *
 * @param ids the ids in the path
 * @param json the body, when it is a JSON object
 */
record ServiceRequest(
        Call call, List<String> ids, Optional<SasToken> token, Optional<ObjectNode> json, Tampering tampering) {

    static ServiceRequest of(Call call, List<String> ids) {
        return new ServiceRequest(
                call,
                ids,
                call.header("Authorization").flatMap(SasToken::parse),
                Json.readObject(call.body()),
                Tampering.NONE);
    }

    ServiceRequest with(Tampering change) {
        return new ServiceRequest(call, ids, token, json, change);
    }

    String id() {
        return ids.get(0);
    }

    IfMatch condition() {
        return IfMatch.of(call.header("If-Match"));
    }

    PageRequest page() {
        return PageRequest.of(call);
    }

    /** The body an operation cannot do without. */
    ObjectNode body() {
        return json.orElseThrow(() -> DpsError.invalid("The body must be a JSON object."));
    }

    /** Host and path, as tokens name what they are good for. */
    String resource() {
        return call.host() + "/" + String.join("/", call.segments());
    }

    String path() {
        var target = call.target();
        var query = target.indexOf('?');
        return query < 0 ? target : target.substring(0, query);
    }
}
