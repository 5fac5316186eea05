package dev.caravan.progress;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import dev.caravan.board.BoardGuid;
import dev.caravan.ledger.Batches;
import dev.caravan.ledger.Boards;
import dev.caravan.ledger.CertifiedBoard;
import dev.caravan.ledger.ChunkRef;
import dev.caravan.ledger.Chunks;
import dev.caravan.ledger.LedgerDatabase;
import dev.caravan.ledger.NewBoard;
import dev.caravan.ledger.Settled;
import dev.caravan.ledger.Stage;

/** A real ledger whose chunks of ten boards a test works when it likes. */
final class WorkedLedger implements AutoCloseable {

    static final int CHUNK = 10;

    private final LedgerDatabase database;
    final Batches batches;
    final Chunks chunks;
    private final Boards boards;
    private int named;

    WorkedLedger(Path file) {
        database = LedgerDatabase.open(file);
        batches = new Batches(database);
        chunks = new Chunks(database, "test", "1", Duration.ofMinutes(5));
        boards = new Boards(database, chunks);
    }

    /** All rows of it are read. */
    void batch(String name, int chunkCount) {
        named++;
        batches.register(name, name + ".csv", Integer.toHexString(named).repeat(64), (long) chunkCount * CHUNK);
        for (var chunk = 0; chunk < chunkCount; chunk++) {
            batches.accept(name, chunk, rows(name, chunk), List.of());
        }
        batches.rowsRead(name);
    }

    private static List<NewBoard> rows(String name, int chunk) {
        var rows = new ArrayList<NewBoard>();
        for (var row = 0; row < CHUNK; row++) {
            rows.add(new NewBoard(chunk * CHUNK + row + 2, guid(name, chunk, row), null, null, null, Map.of()));
        }
        return rows;
    }

    private static BoardGuid guid(String name, int chunk, int row) {
        return new BoardGuid(
                new UUID(name.hashCode() << 16 | 0x4000, 0x8000000000000000L | chunk * 100L + row).toString());
    }

    /** Takes a chunk through all stages. */
    void work(String name, int chunk) {
        var ref = new ChunkRef(name, chunk);
        var certify = chunks.claim(ref, Stage.CERTIFY).orElseThrow();
        var certified = new ArrayList<CertifiedBoard>();
        var enrolled = new ArrayList<Settled>();
        for (var row = 0; row < CHUNK; row++) {
            certified.add(new CertifiedBoard(guid(name, chunk, row), "AB".repeat(32), "MAo="));
            enrolled.add(new Settled.Enrolled(guid(name, chunk, row), false));
        }
        boards.certified(certify, certified);
        chunks.advance(certify);
        var enroll = chunks.claim(ref, Stage.ENROLL).orElseThrow();
        boards.settled(enroll, enrolled);
        chunks.advance(enroll);
        chunks.advance(chunks.claim(ref, Stage.DELIVER).orElseThrow());
    }

    void putAside(String name, int chunk, String problem) {
        var claim = chunks.claim(new ChunkRef(name, chunk), Stage.CERTIFY).orElseThrow();
        chunks.release(claim, Duration.ofMinutes(1), problem);
    }

    void complete(String name) {
        batches.completed(name, 1, batches.chunks(name));
    }

    @Override
    public void close() {
        database.close();
    }
}
