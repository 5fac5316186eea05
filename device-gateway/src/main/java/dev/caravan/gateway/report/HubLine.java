package dev.caravan.gateway.report;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import javax.net.ssl.SSLContext;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The line to Caravan's hub: straight, for the hub is in the house, and never over the proxy to Azure. */
public final class HubLine {

    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(20);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final URI reports;
    private final ReportKey key;
    private final Clock clock;
    private final HttpClient client;

    public HubLine(String url, SSLContext tls, ReportKey key, Clock clock) {
        this.reports = URI.create(url.replaceAll("/+$", "") + "/api/v1/first-boots");
        this.key = key;
        this.clock = clock;
        this.client = HttpClient.newBuilder()
                .connectTimeout(CONNECT)
                .proxy(HttpClient.Builder.NO_PROXY)
                .sslContext(tls)
                .build();
    }

    /** @return why the hub has not got them; empty if it has */
    Optional<String> report(List<FirstBoot> boots) {
        byte[] body = json(boots).toString().getBytes(StandardCharsets.UTF_8);
        HttpRequest request = HttpRequest.newBuilder(reports)
                .timeout(ANSWER)
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + key.sign(body, clock.instant()))
                .POST(BodyPublishers.ofByteArray(body))
                .build();
        try {
            return objection(client.send(request, BodyHandlers.ofString()), boots.size());
        } catch (IOException e) {
            return Optional.of("the hub cannot be reached at " + reports + ": " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("the gateway is stopping");
        }
    }

    private static ObjectNode json(List<FirstBoot> boots) {
        ObjectNode json = JSON.createObjectNode();
        ArrayNode list = json.putArray("firstBoots");
        boots.forEach(boot -> list.addObject()
                .put("board", boot.board().text())
                .put("iotHub", boot.iotHub())
                .put("at", boot.at().toString()));
        return json;
    }

    /** A 200 of something else, such as a portal that wants a login, is not the hub's. */
    private Optional<String> objection(HttpResponse<String> answer, int sent) {
        JsonNode json;
        try {
            json = JSON.readTree(answer.body());
        } catch (JsonProcessingException e) {
            json = JSON.missingNode();
        }
        if (answer.statusCode() == 200 && json.path("taken").asInt() == sent) {
            return Optional.empty();
        }
        return Optional.of("the hub at " + reports + " answers " + answer.statusCode() + " "
                + json.path("detail").asText());
    }
}
