package dev.caravan.gateway.board;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.BiConsumer;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.caravan.device.Device;
import dev.caravan.device.DeviceStatus;
import dev.caravan.device.Devices;
import dev.caravan.device.assignment.Assignment;
import dev.caravan.device.assignment.FileAssignmentStore;
import dev.caravan.device.hub.HubListener;
import dev.caravan.device.identity.DeviceIdentity;

/** Starts, replaces and stops boards as their identity files come, change and go. Changes come from one thread at a time. */
public final class Boards implements BoardDirectory {

    private static final Logger LOG = LoggerFactory.getLogger(Boards.class);

    private final Devices devices;
    private final Path folder;
    private final Clock clock;
    private final BiConsumer<BoardGuid, Assignment> registered;
    private final Map<String, RunningBoard> running = new ConcurrentSkipListMap<>();
    private final Map<Path, String> faults = new ConcurrentSkipListMap<>();

    /**
     * None yet.
     *
     * @param folder where each board has a folder for its assignment and status
     * @param registered told of a board's assignment with each status that has one; must return soon
     */
    public Boards(Devices devices, Path folder, Clock clock, BiConsumer<BoardGuid, Assignment> registered) {
        this.devices = devices;
        this.folder = folder;
        this.clock = clock;
        this.registered = registered;
    }

    /**
     * Starts the board, or starts it anew when the certificate is another one.
     *
     * @return why not: another file that is still there holds this board already
     */
    public synchronized Optional<String> host(BoardGuid guid, Path file, DeviceIdentity identity) {
        RunningBoard present = running.get(guid.text());
        if (present != null && !present.file().equals(file) && Files.exists(present.file())) {
            return Optional.of(
                    "the board has an identity file already, " + present.file().getFileName());
        }
        faults.remove(file);
        if (present != null && present.thumbprint().equals(identity.thumbprint())) {
            running.put(guid.text(), new RunningBoard(guid, file, present.thumbprint(), present.device()));
            return Optional.empty();
        }
        if (present != null) {
            devices.stop(present.device());
        }
        running.put(guid.text(), new RunningBoard(guid, file, identity.thumbprint(), start(guid, identity)));
        return Optional.empty();
    }

    private Device start(BoardGuid guid, DeviceIdentity identity) {
        Path own = folder.resolve(guid.text());
        StatusFile kept = new StatusFile(own.resolve("status.json"));
        DeviceStatus status = Resumption.resume(kept.load(identity.thumbprint()), clock);
        return devices.resume(
                identity,
                new FileAssignmentStore(own.resolve("assignment.json")),
                HubListener.DEAF,
                status,
                new StatusRecorder(guid, kept, identity.thumbprint(), status.state())
                        .andThen(now -> now.assignment().ifPresent(hub -> registered.accept(guid, hub))));
    }

    /** Keeps the reason; a board that ran from this file before goes on with the identity it has. */
    public synchronized void reject(Path file, String reason) {
        LOG.atWarn().addKeyValue("file", file.getFileName()).log("Identity not taken: {}", reason);
        faults.put(file, reason);
    }

    /** Stops the board of a file that has gone. Its data folder stays, so that it comes back where it was. */
    public synchronized void forget(Path file) {
        faults.remove(file);
        running.values().removeIf(board -> {
            boolean gone = board.file().equals(file);
            if (gone) {
                LOG.atInfo().addKeyValue("board", board.guid()).log("Its identity file has gone; the board is let go");
                devices.stop(board.device());
            }
            return gone;
        });
    }

    @Override
    public Optional<HostedBoard> find(BoardGuid guid) {
        HostedBoard board = running.get(guid.text());
        return board == null ? faulty(guid) : Optional.of(board);
    }

    private Optional<HostedBoard> faulty(BoardGuid guid) {
        for (Map.Entry<Path, String> fault : faults.entrySet()) {
            if (guid.equals(named(fault.getKey()))) {
                return Optional.of(new FaultyBoard(guid, fault.getValue(), clock.instant()));
            }
        }
        return Optional.empty();
    }

    @Override
    public List<HostedBoard> all() {
        Map<String, HostedBoard> all = new TreeMap<>(running);
        for (Path file : faults.keySet()) {
            BoardGuid guid = named(file);
            if (guid != null) {
                find(guid).ifPresent(board -> all.putIfAbsent(guid.text(), board));
            }
        }
        return new ArrayList<>(all.values());
    }

    @Override
    public List<FileFault> faults() {
        return faults.entrySet().stream()
                .map(fault -> new FileFault(String.valueOf(fault.getKey().getFileName()), fault.getValue()))
                .toList();
    }

    /** The board that a file's name speaks of. */
    private static @Nullable BoardGuid named(Path file) {
        String name = String.valueOf(file.getFileName());
        int dot = name.lastIndexOf('.');
        return BoardGuid.parse(dot < 0 ? name : name.substring(0, dot)).orElse(null);
    }
}
