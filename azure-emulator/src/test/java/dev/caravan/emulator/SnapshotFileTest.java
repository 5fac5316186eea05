package dev.caravan.emulator;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.caravan.emulator.json.Json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The file that the state outlives the process in. */
class SnapshotFileTest {

    private static final String FAULT = "{\"operation\":\"register\",\"action\":{\"type\":\"status\",\"status\":503}}";

    @TempDir
    Path folder;

    private EmulatorOptions options() {
        return EmulatorOptions.in(folder.resolve("out")).withSnapshot(file());
    }

    private Path file() {
        return folder.resolve("state.json");
    }

    private static HttpResponse<String> control(AzureEmulator emulator, String method, String path, String body)
            throws Exception {
        var request = HttpRequest.newBuilder(URI.create(emulator.endpoints().control() + path))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void stateOutlivesAnOrderlyStopForTheOwnersEyesAlone() throws Exception {
        try (var emulator = AzureEmulator.start(options())) {
            control(
                    emulator,
                    "PUT",
                    "/dps/certificates/line",
                    TestIdentity.authority("Line CA").pem());
            assertThat(file()).doesNotExist();
        }

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
        try (var emulator = AzureEmulator.start(options())) {
            assertThat(control(emulator, "GET", "/dps/certificates/line", "").body())
                    .contains("CN=Line CA");
        }
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactlyInAnyOrder(file(), folder.resolve("out"));
        }
    }

    @Test
    void postWritesTheFileAtOnce() throws Exception {
        try (var emulator = AzureEmulator.start(options())) {
            control(emulator, "POST", "/faults", FAULT);

            var answer = control(emulator, "POST", "/snapshot", "");

            var said = Json.readObject(answer.body().getBytes(StandardCharsets.UTF_8))
                    .orElseThrow();
            assertThat(said.path("file").asText()).isEqualTo(file().toString());
            assertThat(said.path("bytes").asLong()).isEqualTo(Files.size(file()));
            assertThat(file()).content().contains("\"asked\":" + FAULT);
        }
    }

    @Test
    void faultsOfTheStartStandInPlaceOfThoseOfTheSnapshot() throws Exception {
        var fault = Json.readObject(FAULT.getBytes(StandardCharsets.UTF_8)).orElseThrow();
        var hard = options().withHardships(new Hardships(List.of(fault), true));
        AzureEmulator.start(hard).close();

        try (var emulator = AzureEmulator.start(hard)) {
            var faults =
                    Json.read(control(emulator, "GET", "/faults", "").body().getBytes(StandardCharsets.UTF_8));

            assertThat(faults.orElseThrow()).hasSize(1);
        }
    }

    @Test
    void fileThatIsNoSnapshotStopsTheStartAndStaysAsItIs() throws Exception {
        Files.writeString(file(), "{\"format\":\"caravan-emulator-snapshot\",\"version\":1,\n\"devices\":[7]}");

        assertThatThrownBy(() -> AzureEmulator.start(options()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(file().toString())
                .hasMessageContaining("line 2");

        assertThat(file()).content().contains("[7]");
    }

    @Test
    void folderThatIsNotThereStopsTheStartRatherThanLosingTheState() {
        var nowhere = options().withSnapshot(folder.resolve("nowhere/state.json"));

        assertThatThrownBy(() -> AzureEmulator.start(nowhere))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("nowhere/state.json");
    }

    @Test
    void fileThatCannotBeWrittenIsNamed() throws Exception {
        var place = Files.createDirectory(folder.resolve("place"));
        var emulator = AzureEmulator.start(options().withSnapshot(place.resolve("state.json")));
        try {
            Files.delete(place);

            var answer = control(emulator, "POST", "/snapshot", "");

            assertThat(answer.statusCode()).isEqualTo(500);
            assertThat(answer.body()).contains("place/state.json");
        } finally {
            assertThatThrownBy(emulator::close).hasMessageContaining("place/state.json");
        }
    }
}
