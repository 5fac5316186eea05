package dev.caravan.ledger;

import java.util.ArrayList;
import java.util.List;

/** What the ledger would do with a file, without doing it. Reads only. */
public final class Foresight {

    private final LedgerDatabase database;

    public Foresight(LedgerDatabase database) {
        this.database = database;
    }

    /**
     * The batch that a file would be.
     *
     * @param known whether the same name and content is there already, so that nothing would change
     */
    public record WouldBe(String batch, boolean known) {}

    /** As {@link Batches#register} would name it now. */
    public WouldBe batch(String name, String sha256) {
        var same = database.reader()
                .sql("SELECT id FROM batch WHERE name = :name AND sha256 = :sha256")
                .param("name", name)
                .param("sha256", sha256)
                .query(String.class)
                .optional();
        return same.map(id -> new WouldBe(id, true)).orElseGet(() -> new WouldBe(free(name), false));
    }

    private String free(String name) {
        var id = name;
        for (var number = 2; exists(id); number++) {
            id = name + "~" + number;
        }
        return id;
    }

    private boolean exists(String batch) {
        return database.reader()
                .sql("SELECT EXISTS (SELECT 1 FROM batch WHERE id = :batch)")
                .param("batch", batch)
                .query(Boolean.class)
                .single();
    }

    /** Those of the rows that would be refused because their board, or its key, is there already, with the words that they would get. */
    public List<RefusedRow> refused(String batch, List<NewBoard> rows) {
        var refused = new ArrayList<RefusedRow>();
        for (var row : rows) {
            Owner.of(database.reader(), row.guid())
                    .map(owner -> owner.refuse(row, batch))
                    .or(() -> KeyOwner.refusal(database.reader(), row))
                    .ifPresent(refused::add);
        }
        return refused;
    }
}
