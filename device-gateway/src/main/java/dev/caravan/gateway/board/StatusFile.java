package dev.caravan.gateway.board;

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

import dev.caravan.device.DeviceState;
import dev.caravan.device.DeviceStatus;
import dev.caravan.device.assignment.DurableFile;

/** A board's last status on disk, with the certificate it was reached with. The assignment has a file of its own. */
final class StatusFile {

    private static final Logger LOG = LoggerFactory.getLogger(StatusFile.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;

    StatusFile(Path file) {
        this.file = file;
    }

    /** Empty when there is none for this certificate, or none that can be understood. */
    Optional<DeviceStatus> load(String thumbprint) {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            JsonNode json = JSON.readTree(file.toFile());
            return text(json, "thumbprint").equals(thumbprint) ? Optional.of(read(json)) : Optional.empty();
        } catch (IOException | RuntimeException e) {
            LOG.atWarn().addKeyValue("file", file).log("A board's status cannot be read; it starts afresh");
            return Optional.empty();
        }
    }

    private static DeviceStatus read(JsonNode json) {
        Optional<Instant> next = json.hasNonNull("nextAttempt")
                ? Optional.of(Instant.parse(text(json, "nextAttempt")))
                : Optional.empty();
        return new DeviceStatus(
                DeviceState.valueOf(text(json, "state")),
                Instant.parse(text(json, "since")),
                text(json, "message"),
                next,
                Optional.empty());
    }

    private static String text(JsonNode json, String field) {
        return Objects.requireNonNull(json.required(field).textValue(), field);
    }

    /** A status that cannot be kept is worth a log line, not a stop: the board works all the same. */
    void save(DeviceStatus status, String thumbprint) {
        ObjectNode json = JSON.createObjectNode();
        json.put("state", status.state().name());
        json.put("since", status.since().toString());
        json.put("message", status.message());
        status.nextAttempt().ifPresent(next -> json.put("nextAttempt", next.toString()));
        json.put("thumbprint", thumbprint);
        try {
            DurableFile.write(file, json.toPrettyString() + "\n");
        } catch (UncheckedIOException e) {
            LOG.atError().addKeyValue("file", file).setCause(e).log("A board's status cannot be kept");
        }
    }
}
