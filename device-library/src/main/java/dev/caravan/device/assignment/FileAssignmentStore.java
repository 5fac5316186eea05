package dev.caravan.device.assignment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One JSON file, owner-only, replaced as a whole: a power failure leaves the old assignment or the new one. */
public final class FileAssignmentStore implements AssignmentStore {

    private static final Logger LOG = LoggerFactory.getLogger(FileAssignmentStore.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;

    /** The file's folder is made when the first assignment is kept. */
    public FileAssignmentStore(Path file) {
        this.file = file;
    }

    @Override
    public Optional<Assignment> load() {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(read(JSON.readTree(file.toFile())));
        } catch (IOException | RuntimeException e) {
            LOG.atWarn().addKeyValue("file", file).log("An assignment cannot be read; the service will be asked again");
            return Optional.empty();
        }
    }

    private static Assignment read(JsonNode json) {
        return new Assignment(
                text(json, "hub"),
                text(json, "deviceId"),
                text(json, "substatus"),
                text(json, "thumbprint"),
                Instant.parse(text(json, "assignedAt")));
    }

    private static String text(JsonNode json, String field) {
        return Objects.requireNonNull(json.required(field).textValue(), field);
    }

    @Override
    public void save(Assignment assignment) {
        ObjectNode json = JSON.createObjectNode();
        json.put("hub", assignment.hub());
        json.put("deviceId", assignment.deviceId());
        json.put("substatus", assignment.substatus());
        json.put("thumbprint", assignment.thumbprint());
        json.put("assignedAt", assignment.assignedAt().toString());
        DurableFile.write(file, json.toPrettyString() + "\n");
    }

    @Override
    public void clear() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
