-- What spans DPS and an IoT Hub and is not at its end: a row for each board that is being deactivated, replaced, handed
-- over or decommissioned. At the end the row is gone, and the audit trail has all of it.
CREATE TABLE lifecycle (
    guid      TEXT   PRIMARY KEY,
    kind      TEXT   NOT NULL,
    step      TEXT   NOT NULL,
    successor TEXT   UNIQUE,
    consignee TEXT,
    caller    TEXT   NOT NULL,
    reason    TEXT   NOT NULL,
    before    TEXT   NOT NULL,
    begun_at  BIGINT NOT NULL,
    due_at    BIGINT NOT NULL
);
CREATE INDEX lifecycle_due ON lifecycle (due_at);
-- Since when the board is its consignee's: what happened to it before is told to nobody else.
-- The board that has taken the place of this one.
ALTER TABLE board ADD COLUMN replaced_by TEXT;
ALTER TABLE board ADD COLUMN handed_over_at BIGINT NOT NULL DEFAULT 0;
