package dev.caravan.ledger;

import java.util.HashMap;
import java.util.Map;

/** How many boards are activated on each IoT Hub; triggers keep count. */
public final class HubTally {

    private final LedgerDatabase database;

    public HubTally(LedgerDatabase database) {
        this.database = database;
    }

    /** By host name; a hub that no board was ever activated on is not among them. */
    public Map<String, Long> boards() {
        var boards = new HashMap<String, Long>();
        database.reader().sql("SELECT iot_hub, board_count FROM hub_tally").query(row -> {
            boards.put(row.getString("iot_hub"), row.getLong("board_count"));
        });
        return boards;
    }
}
