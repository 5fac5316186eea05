package dev.caravan.ledger;

import java.nio.file.Path;
import java.util.List;

import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * Copies a SQLite ledger while a hub works on it: the copy is what was committed at one moment, and nobody waits for it.
 * A copy that cannot be made is a {@link DataAccessException}.
 */
public final class LedgerCopy {

    private static final String READ_ONLY = "?open_mode=1&busy_timeout=10000";

    private LedgerCopy() {}

    /**
     * Writes the copy. It is not forced to the disk yet.
     *
     * @param target a file that is not there yet
     * @see <a href="https://www.sqlite.org/lang_vacuum.html#vacuuminto">VACUUM INTO</a>
     */
    public static void copy(Path ledger, Path target) {
        open(ledger).update("VACUUM INTO ?", target.toAbsolutePath().toString());
    }

    /**
     * Reads all of the file, as a restore would have to.
     *
     * @throws IllegalStateException naming the file and the first thing that is wrong with it
     */
    public static void check(Path copy) {
        var found = integrity(copy);
        if (!found.equals(List.of("ok"))) {
            throw new IllegalStateException(copy + " is damaged: " + String.join("; ", found));
        }
    }

    private static List<String> integrity(Path copy) {
        try {
            return open(copy).queryForList("PRAGMA integrity_check(1)", String.class);
        } catch (DataAccessException unreadable) {
            throw new IllegalStateException(
                    copy + " is damaged: " + unreadable.getMostSpecificCause().getMessage(), unreadable);
        }
    }

    private static JdbcTemplate open(Path ledger) {
        return new JdbcTemplate(new DriverManagerDataSource("jdbc:sqlite:" + ledger.toAbsolutePath() + READ_ONLY));
    }
}
