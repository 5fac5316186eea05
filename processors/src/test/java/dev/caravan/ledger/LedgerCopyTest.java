package dev.caravan.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class LedgerCopyTest {

    private static final String SHA256 = "ab".repeat(32);

    @TempDir
    private Path folder;

    @Test
    void copyTakenInTheMiddleOfAWriteHoldsWhatIsCommitted() {
        try (var ledger = LedgerDatabase.open(folder.resolve("ledger.db"))) {
            var batches = new Batches(ledger);
            batches.register("committed", "committed.csv", SHA256, 1);
            ledger.transact(() -> {
                ledger.writer().sql("UPDATE batch SET row_count = 7").update();
                LedgerCopy.copy(folder.resolve("ledger.db"), folder.resolve("copy.db"));
            });
        }

        LedgerCopy.check(folder.resolve("copy.db"));
        try (var copy = LedgerDatabase.open(folder.resolve("copy.db"))) {
            assertThat(new Batches(copy).find("committed").orElseThrow().rows()).isEqualTo(1);
        }
    }

    @Test
    void damagedCopyIsNamed() throws IOException {
        try (var ledger = LedgerDatabase.open(folder.resolve("ledger.db"))) {
            new Batches(ledger).register("committed", "committed.csv", SHA256, 1);
            LedgerCopy.copy(folder.resolve("ledger.db"), folder.resolve("copy.db"));
        }
        var bytes = Files.readAllBytes(folder.resolve("copy.db"));
        Arrays.fill(bytes, 4096 + 100, 4096 + 900, (byte) 0x5a);
        Arrays.fill(bytes, bytes.length - 4096, bytes.length, (byte) 0x5a);
        Files.write(folder.resolve("copy.db"), bytes);

        assertThatThrownBy(() -> LedgerCopy.check(folder.resolve("copy.db"))).hasMessageContaining("copy.db");
    }
}
