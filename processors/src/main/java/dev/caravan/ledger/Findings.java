package dev.caravan.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import dev.caravan.ledger.Finding.Kind;
import dev.caravan.ledger.Finding.Repair;

import static dev.caravan.ledger.LedgerDatabase.NOW;

/** What runs over DPS have found; one finding a board and run, of which the last word counts. */
public final class Findings {

    private final LedgerDatabase database;

    public Findings(LedgerDatabase database) {
        this.database = database;
    }

    /** Stores a finding, or what has become of it. */
    public void record(long run, Finding finding) {
        database.writer()
                .sql("INSERT INTO dps_finding (run_id, guid, kind, what, advice, repair, found_at)"
                        + " VALUES (:run, :guid, :kind, :what, :advice, :repair, " + NOW + ")"
                        + " ON CONFLICT (run_id, guid) DO UPDATE SET kind = excluded.kind, what = excluded.what,"
                        + " advice = excluded.advice, repair = excluded.repair")
                .param("run", run)
                .param("guid", finding.guid())
                .param("kind", finding.kind().name())
                .param("what", finding.what())
                .param("advice", finding.advice())
                .param("repair", finding.repair().name())
                .update();
    }

    /**
     * A run's findings in the order of their ids.
     *
     * @param after the last id of the page before; null for the first page
     * @param repair only findings with this outcome; null for all
     */
    public List<Finding> list(long run, @Nullable String after, @Nullable Repair repair, int limit) {
        return database.reader()
                .sql("SELECT * FROM dps_finding WHERE run_id = :run AND guid > :after"
                        + " AND (CAST(:repair AS TEXT) IS NULL OR repair = :repair) ORDER BY guid LIMIT :limit")
                .param("run", run)
                .param("after", after == null ? "" : after)
                .param("repair", repair == null ? null : repair.name())
                .param("limit", limit)
                .query(Findings::finding)
                .list();
    }

    /** How many findings of each kind a run has. */
    public Map<Kind, Long> counts(long run) {
        Map<Kind, Long> counts = new EnumMap<>(Kind.class);
        database.reader()
                .sql("SELECT kind, count(*) AS findings FROM dps_finding WHERE run_id = :run GROUP BY kind")
                .param("run", run)
                .query(row -> {
                    counts.put(Kind.valueOf(row.getString("kind")), row.getLong("findings"));
                });
        return counts;
    }

    private static Finding finding(ResultSet row, int index) throws SQLException {
        return new Finding(
                row.getString("guid"),
                Kind.valueOf(row.getString("kind")),
                row.getString("what"),
                row.getString("advice"),
                Repair.valueOf(row.getString("repair")));
    }
}
