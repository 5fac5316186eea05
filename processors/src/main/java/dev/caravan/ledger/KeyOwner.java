package dev.caravan.ledger;

import java.util.Objects;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

import dev.caravan.board.GivenKey;
import dev.caravan.ledger.RefusedRow.Outcome;

/** The board that has a public key already: who has the private half of two boards' key can be either of them. */
record KeyOwner(
        String guid, String batch, long line, @Nullable String consignee) {

    /** Why the row cannot be taken; empty if its key, where it brings one, is new or its own board's. */
    static Optional<RefusedRow> refusal(JdbcClient database, NewBoard row) {
        var key = row.key();
        return key == null || key.digest() == null
                ? Optional.empty()
                : database.sql("SELECT guid, batch_id, line, consignee FROM board WHERE key_digest = :digest"
                                + " AND guid <> :guid")
                        .param("digest", key.digest())
                        .param("guid", row.guid().value())
                        .query((found, index) -> new KeyOwner(
                                found.getString("guid"),
                                found.getString("batch_id"),
                                found.getLong("line"),
                                found.getString("consignee")))
                        .optional()
                        .map(owner -> owner.refuse(row, key));
    }

    private RefusedRow refuse(NewBoard board, GivenKey key) {
        var whose = Objects.equals(consignee, board.consignee())
                ? "board " + guid + " (batch '" + batch + "', line " + line + ")"
                : "another board";
        return new RefusedRow(
                board.line(),
                board.guid().value(),
                Outcome.REJECTED,
                "column '" + (key.mode() == GivenKey.Mode.CERTIFICATE ? "certificate" : "csr")
                        + "': each board must have a key of its own, but this public key (SHA-256 " + key.digest()
                        + ") is already that of " + whose);
    }
}
