package dev.caravan.gateway.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.caravan.device.assignment.Assignment;
import dev.caravan.device.assignment.DurableFile;
import dev.caravan.gateway.board.BoardGuid;

/**
 * Which first boots the hub has been told of, and which it has not: one file for each board, so that a restart forgets
 * nothing and no outage of the hub fills the disk. Thread-safe.
 */
public final class FirstBoots {

    private static final Logger LOG = LoggerFactory.getLogger(FirstBoots.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String FILE = "first-boot.json";

    private final Path folder;
    private final Map<BoardGuid, FirstBoot> known = new HashMap<>();
    private final Map<BoardGuid, FirstBoot> waiting = new LinkedHashMap<>();

    /** @param folder where each board has a folder of its own */
    public FirstBoots(Path folder) {
        this.folder = folder;
        if (Files.isDirectory(folder)) {
            load();
        }
    }

    private void load() {
        try (Stream<Path> boards = Files.list(folder)) {
            boards.sorted().forEach(this::load);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + folder, e);
        }
    }

    private void load(Path own) {
        Optional<BoardGuid> guid = BoardGuid.parse(String.valueOf(own.getFileName()));
        if (guid.isEmpty() || !Files.exists(own.resolve(FILE))) {
            return;
        }
        try {
            JsonNode json = JSON.readTree(own.resolve(FILE).toFile());
            FirstBoot boot = new FirstBoot(
                    guid.get(),
                    json.required("iotHub").asText(),
                    Instant.parse(json.required("at").asText()));
            known.put(boot.board(), boot);
            if (!json.required("reported").asBoolean()) {
                waiting.put(boot.board(), boot);
            }
        } catch (IOException | RuntimeException e) {
            LOG.atWarn().addKeyValue("file", own.resolve(FILE)).log("A first boot cannot be read; it is reported anew");
        }
    }

    /** The board has this assignment. What is known already, or waits for its report, is no news. */
    public synchronized void registered(BoardGuid board, Assignment assignment) {
        FirstBoot boot = new FirstBoot(board, assignment.hub(), assignment.assignedAt());
        FirstBoot before = known.get(board);
        if (before != null
                && before.iotHub().equals(boot.iotHub())
                && (waiting.containsKey(board) || before.at().equals(boot.at()))) {
            return;
        }
        known.put(board, boot);
        waiting.put(board, boot);
        keep(boot, false);
    }

    /** Those that the hub has not been told of, the longest waiting first. */
    synchronized List<FirstBoot> waiting(int most) {
        return waiting.values().stream().limit(most).toList();
    }

    /** The hub has them. */
    synchronized void reported(Collection<FirstBoot> boots) {
        for (FirstBoot boot : boots) {
            if (waiting.remove(boot.board(), boot)) {
                keep(boot, true);
            }
        }
    }

    /** What cannot be kept is reported all the same, perhaps once more after a restart. */
    private void keep(FirstBoot boot, boolean reported) {
        ObjectNode json = JSON.createObjectNode();
        json.put("iotHub", boot.iotHub());
        json.put("at", boot.at().toString());
        json.put("reported", reported);
        Path file = folder.resolve(boot.board().text()).resolve(FILE);
        try {
            DurableFile.write(file, json.toPrettyString() + "\n");
        } catch (UncheckedIOException e) {
            LOG.atError().addKeyValue("file", file).setCause(e).log("A first boot cannot be kept");
        }
    }
}
