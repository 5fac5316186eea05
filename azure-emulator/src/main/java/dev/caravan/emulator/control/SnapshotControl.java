package dev.caravan.emulator.control;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

import dev.caravan.emulator.change.Changes;
import dev.caravan.emulator.json.Json;
import dev.caravan.emulator.snapshot.Snapshot;
import dev.caravan.emulator.snapshot.SnapshotFile;
import dev.caravan.emulator.wire.http.Answer;
import dev.caravan.emulator.wire.http.FileSite;

/** {@code /snapshot} of the control port: read, restored, written to the file of the option. */
public final class SnapshotControl implements FileSite {

    private static final int BUFFER = 1 << 16;

    private final Snapshot snapshot;
    private final Optional<SnapshotFile> file;
    private final Changes changes;

    /** Without a file, a snapshot goes over the control port alone. */
    public SnapshotControl(Snapshot snapshot, Optional<SnapshotFile> file, Changes changes) {
        this.snapshot = snapshot;
        this.file = file;
        this.changes = changes;
    }

    @Override
    public boolean isMeant(String method, String path) {
        return path.equals("/snapshot");
    }

    @Override
    public Outcome serve(String method, Path body) throws IOException {
        return switch (method) {
            case "GET" -> read();
            case "PUT" -> new Told(restore(body));
            case "POST" -> new Told(keep());
            default -> new Told(ControlSite.error(405, "not for " + method));
        };
    }

    private Outcome read() throws IOException {
        var written = Files.createTempFile("emulator-", ".json");
        try (var out = new BufferedOutputStream(Files.newOutputStream(written), BUFFER)) {
            snapshot.write(out);
        } catch (IOException | RuntimeException failure) {
            Files.deleteIfExists(written);
            throw failure;
        }
        return new Sent(written);
    }

    private Answer restore(Path body) throws IOException {
        try (var in = Files.newInputStream(body)) {
            snapshot.restore(in);
        } catch (IllegalArgumentException wrong) {
            return ControlSite.error(400, String.valueOf(wrong.getMessage()));
        }
        changes.happened();
        return Answer.empty(204);
    }

    private Answer keep() {
        if (file.isEmpty()) {
            return ControlSite.error(400, "there is no file: the emulator was started without --snapshot");
        }
        var path = file.get().path().toString();
        try {
            var bytes = file.get().write();
            return Answer.json(200, Json.object().put("file", path).put("bytes", bytes));
        } catch (IOException failure) {
            return ControlSite.error(500, "snapshot " + path + " cannot be written: " + failure);
        }
    }
}
