-- Boards that wait for their own certificate request are in a state of their own: nothing of them has failed.
UPDATE board SET state = 'AWAITING', reason = NULL, version = version + 1
    WHERE key_mode = 'EST' AND state = 'PARKED' AND parked_from = 'ACCEPTED';
DROP INDEX board_to_go_on;
CREATE INDEX board_to_go_on ON board (batch_id, line) WHERE state = 'AWAITING' AND key_digest IS NOT NULL;
