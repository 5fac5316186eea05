package dev.caravan.benchmark.ledger;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
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

/** Brings boards into a ledger as batches do: accepted, certified and enrolled, with the same statements and transactions. */
final class Filling {

    static final int BATCH = 10_000;

    private static final int CHUNK = 500;
    private static final int BULK = 10;
    private static final int CONSIGNEES = 20;
    private static final int CERTIFICATE_BYTES = 650;

    private final Batches batches;
    private final Chunks chunks;
    private final Boards boards;
    private final Random random = new Random(4711);

    Filling(LedgerDatabase database) {
        batches = new Batches(database);
        chunks = new Chunks(database, "bench", "1", Duration.ofMinutes(5));
        boards = new Boards(database, chunks);
    }

    static String consignee(int number) {
        return "consignee-" + number % CONSIGNEES;
    }

    /** @return microseconds of this thread's processor time that a board took */
    double fill(int number) {
        var processor = ManagementFactory.getThreadMXBean();
        var from = processor.getCurrentThreadCpuTime();
        for (var first = 0; first < number; first += CHUNK) {
            chunk("batch-" + first / BATCH, first, Math.min(number, first + CHUNK));
        }
        return (processor.getCurrentThreadCpuTime() - from) / 1e3 / number;
    }

    private void chunk(String batch, int from, int to) {
        var rows = new ArrayList<NewBoard>();
        for (var number = from; number < to; number++) {
            // One chunk is one order; one board in twenty is nobody's yet.
            rows.add(new NewBoard(
                    number % BATCH + 2L,
                    new BoardGuid(new UUID(random.nextLong(), random.nextLong()).toString()),
                    random.nextInt(CONSIGNEES) == 0 ? null : consignee(from / CHUNK),
                    "order-" + from / CHUNK,
                    "B2",
                    Map.of("product", "X-" + number % 3)));
        }
        batches.register(batch, batch + ".csv", "ab".repeat(32), BATCH);
        var chunk = new ChunkRef(batch, from % BATCH / CHUNK);
        batches.accept(batch, chunk.number(), rows, List.of());
        var certifying = chunks.claim(chunk, Stage.CERTIFY).orElseThrow();
        boards.certified(certifying, rows.stream().map(this::certified).toList());
        chunks.advance(certifying);
        var enrolling = chunks.claim(chunk, Stage.ENROLL).orElseThrow();
        for (var call = 0; call < rows.size(); call += BULK) {
            boards.settled(
                    enrolling,
                    rows.subList(call, Math.min(rows.size(), call + BULK)).stream()
                            .<Settled>map(row -> new Settled.Enrolled(row.guid(), false))
                            .toList());
        }
        chunks.advance(enrolling);
    }

    private CertifiedBoard certified(NewBoard row) {
        var certificate = new byte[CERTIFICATE_BYTES];
        random.nextBytes(certificate);
        return new CertifiedBoard(
                row.guid(),
                UUID.nameUUIDFromBytes(row.guid().value().getBytes(StandardCharsets.US_ASCII))
                        .toString(),
                Base64.getEncoder().encodeToString(certificate));
    }
}
