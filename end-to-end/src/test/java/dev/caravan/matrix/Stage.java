package dev.caravan.matrix;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.caravan.story.plant.Azure;
import dev.caravan.story.plant.Project;
import dev.caravan.story.wire.EmulatorControl;

/** One emulator for all judges, and what acts on it from the other side. */
final class Stage implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 10;

    private final Project project;
    private final Path folder;
    private final Azure azure;
    private final Trust trust;
    private final Provisioning dps;
    private final BackEnd backEnd;
    private final Map<String, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();

    private Stage(Project project, Path folder, Azure azure) {
        this.project = project;
        this.folder = folder;
        this.azure = azure;
        var endpoints = azure.endpoints();
        trust = Trust.in(Path.of(endpoints.caCertificate()));
        dps = new Provisioning(endpoints, read(Path.of(endpoints.connectionStringFile())), trust);
        backEnd = BackEnd.of(endpoints, hub(), trust, read(secretOf(hub())));
    }

    static Stage open() {
        var project = Project.find();
        try {
            var parent = Files.createDirectories(project.root().resolve("end-to-end/target/it"));
            var folder = Files.createTempDirectory(parent, "Matrix-");
            return new Stage(
                    project,
                    folder,
                    Azure.start(project, folder.resolve("azure"), folder.resolve("logs"), RealPorts.options()));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    Project project() {
        return project;
    }

    /** For files of the judges' own. */
    Path folder() {
        return folder;
    }

    Path logs() {
        return folder.resolve("logs");
    }

    /** What the judges are told. */
    Path endpointsFile() {
        return folder.resolve("azure/endpoints.json");
    }

    /** Names and addresses, for judges that only a hosts file can lead to the emulator. */
    Path hostsFile() {
        return folder.resolve("azure/hosts");
    }

    Azure azure() {
        return azure;
    }

    Trust trust() {
        return trust;
    }

    Provisioning dps() {
        return dps;
    }

    EmulatorControl control() {
        return azure.control();
    }

    /** Where boards go unless a scenario says otherwise: not the hub that comes first. */
    String hub() {
        return azure.secondHub();
    }

    /** What calls methods of boards at {@link #hub}. */
    BackEnd backEnd() {
        return backEnd;
    }

    /** What the emulator recorded of this operation for this id, oldest first. */
    List<JsonNode> requests(String operation, String id) {
        return StreamSupport.stream(control().requests(operation).spliterator(), false)
                .filter(request -> request.path("id").asText().equals(id))
                .toList();
    }

    /** Keeps what the other side was answered while the judge waited. */
    void remember(Cell cell, JsonNode answer) {
        answer(cell).complete(answer);
    }

    /** What was remembered; it may come a little later than the judge has spoken. A missing node when nothing comes. */
    JsonNode remembered(Cell cell) {
        return answer(cell)
                .completeOnTimeout(MissingNode.getInstance(), PATIENCE_SECONDS, TimeUnit.SECONDS)
                .join();
    }

    private CompletableFuture<JsonNode> answer(Cell cell) {
        return answers.computeIfAbsent(cell.id(), none -> new CompletableFuture<>());
    }

    /** The start of everything that a judge is given: the cell's own id, the hub, and the secrets of back ends. */
    ObjectNode given(Cell cell) {
        return AzureRest.JSON
                .createObjectNode()
                .put("id", cell.id())
                .put("hub", hub())
                .put("dpsConnectionString", dps.connectionString())
                .put("hubConnectionString", backEnd.connectionString());
    }

    private Path secretOf(String hub) {
        try {
            var files = AzureRest.JSON.readTree(endpointsFile().toFile()).path("hubConnectionStringFiles");
            return Path.of(files.required(hub).asText());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void close() {
        azure.close();
    }
}
