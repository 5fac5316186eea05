package dev.caravan.matrix;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.caravan.story.plant.AzureEndpoints;
import dev.caravan.story.process.Eventually;

/** DPS as the stage needs it: enrollments that are there before a judge comes, and boards that are assigned already. */
public final class Provisioning {

    private static final String VERSION = "?api-version=2021-10-01";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final AzureEndpoints endpoints;
    private final String connectionString;
    private final Trust trust;
    private final InetSocketAddress proxy;
    private final AzureRest service;

    public Provisioning(AzureEndpoints endpoints, String connectionString, Trust trust) {
        this.endpoints = endpoints;
        this.connectionString = connectionString;
        this.trust = trust;
        proxy = new InetSocketAddress(endpoints.socksHost(), endpoints.socksPort());
        service = new AzureRest(endpoints.dps(), trust.anonymous(), proxy);
    }

    /** With the key of a policy that may do everything. */
    String connectionString() {
        return connectionString;
    }

    JsonNode enroll(ObjectNode enrollment) {
        return call("PUT", "/enrollments/" + enrollment.path("registrationId").asText(), enrollment);
    }

    /** Replaces whatever there is. */
    JsonNode enrollAgain(ObjectNode enrollment) {
        var headers = new TreeMap<>(authorized());
        headers.put("If-Match", "*");
        var id = enrollment.path("registrationId").asText();
        return service.call("PUT", "/enrollments/" + id + VERSION, enrollment, headers);
    }

    JsonNode enrollGroup(ObjectNode group) {
        return call(
                "PUT", "/enrollmentGroups/" + group.path("enrollmentGroupId").asText(), group);
    }

    /** The keys, which nothing else shows. */
    JsonNode attestation(String kind, String id) {
        return call("POST", "/" + kind + "/" + id + "/attestationmechanism", MissingNode.getInstance());
    }

    /** Creates all of them; at most 10. */
    public void bulkCreate(JsonNode enrollments) {
        var body = AzureRest.JSON.createObjectNode().put("mode", "create");
        body.set("enrollments", enrollments);
        var answer = call("POST", "/enrollments", body);
        if (!answer.path("isSuccessful").asBoolean()) {
            throw new IllegalStateException("bulk: " + answer);
        }
    }

    private JsonNode call(String method, String path, JsonNode body) {
        return service.call(method, path + VERSION, body, authorized());
    }

    private Map<String, String> authorized() {
        return Map.of("Authorization", AzureRest.token(connectionString));
    }

    /** Enrolls a board by a key that the service makes, and says which. */
    String enrollByKey(String id, String hub) {
        enroll(Enrollments.symmetricKey(id, hub));
        return attestation("enrollments", id).at("/symmetricKey/primaryKey").asText();
    }

    /** Registers a board by its certificate, and returns when it is assigned. */
    void register(Identity board, String id) {
        register(new AzureRest(endpoints.globalEndpoint(), trust.as(board), proxy), id, Map.of());
    }

    /** Registers a board by its key, and returns when it is assigned. */
    void register(String key, String id) {
        var token = AzureRest.token(endpoints.idScope() + "/registrations/" + id, "registration", key);
        var device = new AzureRest(endpoints.globalEndpoint(), trust.anonymous(), proxy);
        register(device, id, Map.of("Authorization", token));
    }

    private void register(AzureRest device, String id, Map<String, String> headers) {
        var path = "/" + endpoints.idScope() + "/registrations/" + id;
        var body = AzureRest.JSON.createObjectNode().put("registrationId", id);
        var operation = device.call("PUT", path + "/register" + VERSION, body, headers)
                .path("operationId")
                .asText();
        var poll = path + "/operations/" + operation + VERSION;
        Eventually.holds(
                id + " to be assigned", PATIENCE, () -> device.call("GET", poll, MissingNode.getInstance(), headers)
                        .path("status")
                        .asText()
                        .equals("assigned"));
    }
}
