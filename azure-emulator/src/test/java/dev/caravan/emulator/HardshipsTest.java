package dev.caravan.emulator;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.caravan.emulator.json.Json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Faults and quotas that are in force before the first client comes. */
class HardshipsTest {

    @TempDir
    Path folder;

    private static JsonNode get(AzureEmulator emulator, String path) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(emulator.endpoints().control() + path))
                .build();
        var answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        return Json.read(answer.body().getBytes(StandardCharsets.UTF_8)).orElseThrow();
    }

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("faults"), text);
    }

    private AzureEmulator start(Hardships hardships) {
        return AzureEmulator.start(EmulatorOptions.in(folder.resolve("out")).withHardships(hardships));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "- operation: register\n  every: 3\n  action: {type: status, status: 503}\n",
                "[{\"operation\": \"register\", \"every\": 3, \"action\": {\"type\": \"status\", \"status\": 503}}]"
            })
    void faultsOfAFileAreInForceFromTheStart(String text) throws Exception {
        try (var emulator = start(new Hardships(Hardships.faultsIn(file(text)), false))) {
            var faults = get(emulator, "/faults");

            assertThat(faults).hasSize(1);
            assertThat(faults.at("/0/every").asInt()).isEqualTo(3);
            assertThat(get(emulator, "/quota").path("limits")).isEmpty();
        }
    }

    @Test
    void realQuotasAreInForceFromTheStart() throws Exception {
        try (var emulator = start(new Hardships(Hardships.faultsIn(file("")), true))) {
            assertThat(get(emulator, "/quota")
                            .at("/limits/registrations/amount")
                            .asInt())
                    .isEqualTo(1000);
            assertThat(get(emulator, "/faults")).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"operation: register", "- register", "[{"})
    void fileThatIsNoListOfFaultsIsRefusedByItsName(String text) throws IOException {
        var file = file(text);

        assertThatThrownBy(() -> Hardships.faultsIn(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(file.toString());
    }

    @Test
    void faultThatIsWrongStopsTheStart() throws IOException {
        var wrong = new Hardships(Hardships.faultsIn(file("[{\"operation\": \"register\"}]")), false);

        assertThatThrownBy(() -> start(wrong)).hasMessageContaining("action.type");
    }
}
