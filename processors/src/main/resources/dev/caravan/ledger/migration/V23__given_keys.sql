-- Keys that the hub does not make: from a request in the batch or over EST, or in a certificate that the batch brings.
ALTER TABLE board ADD COLUMN key_mode TEXT;
ALTER TABLE board ADD COLUMN key_given TEXT;
ALTER TABLE board ADD COLUMN key_digest TEXT;
CREATE UNIQUE INDEX board_by_given_key ON board (key_digest) WHERE key_digest IS NOT NULL;
CREATE INDEX board_with_given_key ON board (batch_id, chunk) WHERE key_mode IS NOT NULL;
CREATE INDEX board_to_go_on ON board (batch_id, line) WHERE key_mode = 'EST' AND state = 'PARKED' AND key_digest IS NOT NULL;
