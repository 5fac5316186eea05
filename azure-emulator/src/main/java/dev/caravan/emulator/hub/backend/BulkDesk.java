package dev.caravan.emulator.hub.backend;

import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;

import dev.caravan.emulator.hub.HubError;
import dev.caravan.emulator.hub.Registry;
import dev.caravan.emulator.json.Json;
import dev.caravan.emulator.wire.http.Answer;

/**
 * Up to 100 identities in one call. Each is done or refused for itself; one refusal makes the answer a 400 that names
 * what was refused (documented).
 */
final class BulkDesk {

    private static final Predicate<String> ANY = etag -> true;

    private BulkDesk() {}

    static List<String> ids(Request request) {
        return items(request).stream().map(BulkDesk::id).toList();
    }

    private static List<JsonNode> items(Request request) {
        return request.json().filter(JsonNode::isArray).stream()
                .flatMap(array -> StreamSupport.stream(array.spliterator(), false))
                .toList();
    }

    private static String id(JsonNode item) {
        return item.path("id").asText();
    }

    static Answer run(Request request) {
        var items = items(request);
        if (items.isEmpty() || items.size() > Registry.MOST_IN_BULK) {
            throw HubError.invalid(
                    "The body must be an array of 1 to " + Registry.MOST_IN_BULK + " devices, but has " + items.size());
        }
        var registry = new Registry(request.hub());
        var errors = Json.array();
        for (var position = 0; position < items.size(); position++) {
            var item = items.get(position);
            try {
                failIfWanted(request, id(item), position);
                run(registry, item);
            } catch (HubError error) {
                errors.addObject()
                        .put("deviceId", id(item))
                        .put("errorCode", error.code())
                        .put("errorStatus", error.text());
            }
        }
        var result = Json.object().put("isSuccessful", errors.isEmpty());
        result.set("errors", errors);
        result.putArray("warnings");
        return Answer.json(errors.isEmpty() ? 200 : 400, result);
    }

    private static void failIfWanted(Request request, String id, int position) {
        request.tampering().failureOf(id, position).ifPresent(failure -> {
            throw HubError.of(400, failure.errorCode(), "ServerError", failure.errorStatus());
        });
    }

    /** The words of a mode have any letter case: the Node SDK begins some of them with a capital (seen in its source). */
    private static void run(Registry registry, JsonNode item) {
        var id = id(item);
        var mode = item.path("importMode").asText("createOrUpdate");
        switch (mode.toLowerCase(Locale.ROOT)) {
            case "create" -> registry.create(id, IdentityJson.read(item), item);
            case "update" -> registry.update(id, ANY, IdentityJson.read(item));
            case "updateifmatchetag" -> registry.update(id, etag(item), IdentityJson.read(item));
            case "createorupdate" -> createOrUpdate(registry, id, ANY, item);
            case "createorupdateifmatchetag" -> createOrUpdate(registry, id, etag(item), item);
            case "delete" -> registry.delete(id, ANY);
            case "deleteifmatchetag" -> registry.delete(id, etag(item));
            case "updatetwin" -> TwinDesk.merge(registry.find(id), ANY, item);
            case "updatetwinifmatchetag" -> TwinDesk.merge(registry.find(id), twinEtag(item), item);
            default -> throw HubError.invalid("importMode '" + mode + "' is not known");
        }
    }

    private static Predicate<String> etag(JsonNode item) {
        return Request.condition(item.path("eTag").asText(item.path("etag").asText("*")));
    }

    private static Predicate<String> twinEtag(JsonNode item) {
        return Request.condition(item.path("twinETag").asText("*"));
    }

    private static void createOrUpdate(Registry registry, String id, Predicate<String> etag, JsonNode item) {
        if (registry.has(id)) {
            registry.update(id, etag, IdentityJson.read(item));
        } else {
            registry.create(id, IdentityJson.read(item), item);
        }
    }
}
