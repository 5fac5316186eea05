-- A stopped batch goes on where it was: reading its rows, or working them.
ALTER TABLE batch ADD COLUMN read_at BIGINT;
UPDATE batch SET read_at = created_at
    WHERE state IN ('WORKING', 'COMPLETE')
       OR state = 'STOPPED' AND row_count <= (SELECT count(*) FROM board WHERE batch_id = batch.id)
                                           + (SELECT count(*) FROM refused_row WHERE batch_id = batch.id);

-- What was verified before a batch was resumed proves nothing about what it does now.
ALTER TABLE batch ADD COLUMN resumed_at BIGINT;

CREATE INDEX board_parked ON board (batch_id, line) WHERE state = 'PARKED';
