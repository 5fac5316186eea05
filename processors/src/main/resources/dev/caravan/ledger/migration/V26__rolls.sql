-- The certificate that DPS accepts beside the board's first one, until it takes its place.
ALTER TABLE board ADD COLUMN second_thumbprint TEXT;
ALTER TABLE board ADD COLUMN second_certificate TEXT;
-- A row for each board whose certificate is being rolled. At the end the row is gone, and the audit trail has all of it.
CREATE TABLE roll (
    guid     TEXT   PRIMARY KEY,
    step     TEXT   NOT NULL,
    caller   TEXT   NOT NULL,
    reason   TEXT   NOT NULL,
    begun_at BIGINT NOT NULL,
    due_at   BIGINT NOT NULL
);
CREATE INDEX roll_due ON roll (due_at);
