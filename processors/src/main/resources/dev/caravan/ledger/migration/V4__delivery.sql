-- From here on a missing identity was handed over and taken, not lost: before, each one was seen to be there.
ALTER TABLE chunk ADD COLUMN delivering_at BIGINT;
