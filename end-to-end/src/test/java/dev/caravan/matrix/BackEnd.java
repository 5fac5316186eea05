package dev.caravan.matrix;

import java.net.InetSocketAddress;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;

import dev.caravan.story.plant.AzureEndpoints;

/** The hub's service side as the stage needs it: a back end that calls methods and looks into the registry. */
final class BackEnd {

    private static final String VERSION = "?api-version=2021-04-12";

    private final AzureRest rest;
    private final String connectionString;

    BackEnd(AzureRest rest, String connectionString) {
        this.rest = rest;
        this.connectionString = connectionString;
    }

    static BackEnd of(AzureEndpoints endpoints, String hub, Trust trust, String connectionString) {
        var proxy = new InetSocketAddress(endpoints.socksHost(), endpoints.socksPort());
        return new BackEnd(new AzureRest(hub, trust.anonymous(), proxy), connectionString);
    }

    /** With the key of a policy that may do everything. */
    String connectionString() {
        return connectionString;
    }

    /** Status and payload of the board's answer. */
    JsonNode invoke(String id, String method, JsonNode payload) {
        var body = AzureRest.JSON.createObjectNode().put("methodName", method).put("responseTimeoutInSeconds", 30);
        body.set("payload", payload);
        return call("POST", "/twins/" + id + "/methods", body);
    }

    /** As the registry shows it, with its keys. */
    JsonNode identity(String id) {
        return call("GET", "/devices/" + id, MissingNode.getInstance());
    }

    private JsonNode call(String method, String path, JsonNode body) {
        return rest.call(method, path + VERSION, body, Map.of("Authorization", AzureRest.token(connectionString)));
    }
}
