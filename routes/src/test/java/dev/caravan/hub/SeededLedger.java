package dev.caravan.hub;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import dev.caravan.board.BoardGuid;
import dev.caravan.ledger.Batches;
import dev.caravan.ledger.Boards;
import dev.caravan.ledger.CertifiedBoard;
import dev.caravan.ledger.ChunkRef;
import dev.caravan.ledger.Chunks;
import dev.caravan.ledger.LedgerDatabase;
import dev.caravan.ledger.NewBoard;
import dev.caravan.ledger.Readings;
import dev.caravan.ledger.Settled;
import dev.caravan.ledger.Stage;

/** A real ledger, and ways to bring batches of one board where a test wants them. */
public final class SeededLedger implements AutoCloseable {

    private static final String SHA256 = "ab".repeat(32);

    public final LedgerDatabase database;
    public final Batches batches;
    public final Chunks chunks;
    public final Readings readings;
    public final Boards boards;

    public SeededLedger(Path file) {
        database = LedgerDatabase.open(file);
        batches = new Batches(database);
        chunks = new Chunks(database, "seed", "1", Duration.ofMinutes(5));
        readings = new Readings(database, "seed", "1", Duration.ofMinutes(5));
        boards = new Boards(database, chunks);
    }

    /** Registered; its rows are not read yet. */
    public String halfRead(String name) {
        return batches.register(name, name + ".csv", SHA256, 1).batch().id();
    }

    /** All rows read; its one chunk waits for certification. */
    public ChunkRef accepted(String name, String guid) {
        return accepted(name, guid, null);
    }

    private ChunkRef accepted(String name, String guid, @Nullable String consignee) {
        halfRead(name);
        batches.accept(
                name, 0, List.of(new NewBoard(2, new BoardGuid(guid), consignee, null, null, Map.of())), List.of());
        batches.rowsRead(name);
        return new ChunkRef(name, 0);
    }

    public ChunkRef certified(String name, String guid) {
        return certified(accepted(name, guid), guid);
    }

    private ChunkRef certified(ChunkRef chunk, String guid) {
        var claim = chunks.claim(chunk, Stage.CERTIFY).orElseThrow();
        boards.certified(claim, List.of(new CertifiedBoard(new BoardGuid(guid), "AB".repeat(32), "MAo=")));
        chunks.advance(claim);
        return chunk;
    }

    public ChunkRef enrolled(String name, String guid) {
        return enrolled(certified(name, guid), guid);
    }

    private ChunkRef enrolled(ChunkRef chunk, String guid) {
        var claim = chunks.claim(chunk, Stage.ENROLL).orElseThrow();
        boards.settled(claim, List.of(new Settled.Enrolled(new BoardGuid(guid), true)));
        chunks.advance(claim);
        return chunk;
    }

    /** Every chunk is done; the report is not written yet. */
    public ChunkRef atItsEnd(String name, String guid) {
        return atItsEnd(enrolled(name, guid));
    }

    /** The same, for this consignee. */
    public ChunkRef atItsEnd(String name, String guid, String consignee) {
        return atItsEnd(enrolled(certified(accepted(name, guid, consignee), guid), guid));
    }

    private ChunkRef atItsEnd(ChunkRef chunk) {
        chunks.advance(chunks.claim(chunk, Stage.DELIVER).orElseThrow());
        return chunk;
    }

    @Override
    public void close() {
        database.close();
    }
}
