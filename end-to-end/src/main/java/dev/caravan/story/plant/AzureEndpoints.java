package dev.caravan.story.plant;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** What the emulator's {@code endpoints.json} says. */
public record AzureEndpoints(
        String dps,
        String globalEndpoint,
        String idScope,
        List<String> hubs,
        String socksHost,
        int socksPort,
        String control,
        String caCertificate,
        String connectionStringFile) {

    static AzureEndpoints read(Path file) {
        try {
            return of(new ObjectMapper().readTree(file.toFile()));
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot read " + file, failure);
        }
    }

    private static AzureEndpoints of(JsonNode json) {
        var hubs = new ArrayList<String>();
        json.path("hubs").forEach(hub -> hubs.add(hub.asText()));
        return new AzureEndpoints(
                json.path("dps").asText(),
                json.path("globalEndpoint").asText(),
                json.path("idScope").asText(),
                List.copyOf(hubs),
                json.path("socks").path("host").asText(),
                json.path("socks").path("port").asInt(),
                json.path("control").asText(),
                json.path("caCertificate").asText(),
                json.path("dpsConnectionStringFile").asText());
    }

    /** Of the owner of each hub; the emulator leaves them beside that of DPS. */
    private String hubConnectionStringFiles() {
        return hubs.stream()
                .map(hub -> "hub-" + hub.substring(0, hub.indexOf('.')) + "-connection-string")
                .map(file ->
                        '"' + Path.of(connectionStringFile).resolveSibling(file).toString() + '"')
                .collect(Collectors.joining(", "));
    }

    /** For the settings files of hub and gateway. */
    Map<String, String> settings() {
        return Map.of(
                "global-endpoint", globalEndpoint,
                "id-scope", idScope,
                "iot-hubs", String.join(", ", hubs),
                "socks-host", socksHost,
                "socks-port", String.valueOf(socksPort),
                "ca-certificate", caCertificate,
                "connection-string-file", connectionStringFile,
                "hub-connection-string-files", hubConnectionStringFiles());
    }
}
