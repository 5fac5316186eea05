-- Boards whose activation was changed before anybody had seen their first boot: a registration that was under way may have
-- given them the twin of before. Due once the first boot was seen, until the twin in the hub has what the change asked for.
CREATE TABLE late_twin (
    guid    TEXT NOT NULL PRIMARY KEY,
    earlier TEXT NOT NULL,
    due_at  BIGINT
);

CREATE INDEX late_twin_due ON late_twin (due_at) WHERE due_at IS NOT NULL;

-- Boards that were parked and then decommissioned: they never came as far as DPS, and are counted so.
CREATE INDEX board_parked_for_good ON board (batch_id)
    WHERE parked_from IS NOT NULL AND state IN ('DECOMMISSIONING', 'DECOMMISSIONED');
