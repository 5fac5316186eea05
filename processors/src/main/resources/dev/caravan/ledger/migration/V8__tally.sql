-- How many rows of a batch stand where, kept by triggers (V8.1, in each database's own words): counting a million boards
-- each time somebody looks would make every look dearer than the one before. Refused rows belong to no chunk: -1.
CREATE TABLE row_tally (
    batch_id  TEXT    NOT NULL REFERENCES batch (id),
    chunk     INTEGER NOT NULL,
    outcome   TEXT    NOT NULL,
    row_count BIGINT  NOT NULL,
    PRIMARY KEY (batch_id, chunk, outcome)
);
INSERT INTO row_tally SELECT batch_id, chunk, state, count(*) FROM board GROUP BY batch_id, chunk, state;
INSERT INTO row_tally SELECT batch_id, -1, outcome, count(*) FROM refused_row GROUP BY batch_id, outcome;

-- The boards of a chunk in the order of the file; without the line, SQLite went through all boards of the batch instead.
DROP INDEX board_by_chunk;
CREATE INDEX board_by_chunk ON board (batch_id, chunk, line);

-- When DPS was first seen to agree on a board of the batch, since the batch was resumed if it had been stopped.
ALTER TABLE batch ADD COLUMN verified_at BIGINT;
UPDATE batch SET verified_at = (SELECT min(verified_at) FROM board
    WHERE batch_id = batch.id AND board.verified_at >= COALESCE(batch.resumed_at, 0));
ALTER TABLE batch DROP COLUMN resumed_at;
