-- Who reads the rows of a batch, until when; without a reader: when somebody may try again.
ALTER TABLE batch ADD COLUMN reader TEXT;
ALTER TABLE batch ADD COLUMN reading_until BIGINT NOT NULL DEFAULT 0;
