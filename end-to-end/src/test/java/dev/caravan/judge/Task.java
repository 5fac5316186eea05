package dev.caravan.judge;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A cell as it came in, and how to report on it. */
record Task(JsonNode line, JsonNode endpoints) {

    private static final PrintStream OUT = new PrintStream(System.out, true, StandardCharsets.UTF_8);

    String scenario() {
        return line.path("scenario").asText();
    }

    String transport() {
        return line.path("transport").asText();
    }

    /** Something that was given; an error when it was not. */
    String given(String name) {
        return line.path("given").required(name).asText();
    }

    JsonNode given() {
        return line.path("given");
    }

    String id() {
        return given("id");
    }

    String endpoint(String name) {
        return endpoints.required(name).asText();
    }

    ObjectNode seen() {
        return JavaJudge.JSON.createObjectNode();
    }

    ObjectNode outcome(String outcome) {
        return seen().put("outcome", outcome);
    }

    JsonNode json(String text) {
        try {
            return JavaJudge.JSON.readTree(text);
        } catch (IOException noJson) {
            throw new UncheckedIOException(noJson);
        }
    }

    /** Waits until the emulator's state is this, for what the SDK does and tells nobody; half a minute at most. */
    void await(String path, String pointer, String value) throws IOException, InterruptedException {
        var uri = URI.create("%s/wait?on=%s&at=%s&equals=%s&timeoutSeconds=30"
                .formatted(
                        endpoint("control"),
                        URLEncoder.encode(path, StandardCharsets.UTF_8),
                        URLEncoder.encode(pointer, StandardCharsets.UTF_8),
                        value));
        var request = HttpRequest.newBuilder(uri).build();
        var answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(uri + ": " + answer.statusCode() + " " + answer.body());
        }
    }

    /** Tells the other side to act. */
    void ready() {
        say(JavaJudge.JSON.createObjectNode().put("ready", true));
    }

    void saw(ObjectNode what) {
        var report = JavaJudge.JSON.createObjectNode();
        report.set("seen", what);
        say(report);
    }

    void failed(String why) {
        say(JavaJudge.JSON.createObjectNode().put("failure", why));
    }

    private void say(ObjectNode report) {
        report.put("cell", line.path("cell").asText());
        OUT.println(report);
    }
}
