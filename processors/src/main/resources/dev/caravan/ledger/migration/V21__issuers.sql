-- Authorities that sign boards' certificates, each with the chain that its boards are given, and how many it has signed.
CREATE TABLE issuing_authority (
    key_id   TEXT   PRIMARY KEY,
    name     TEXT   NOT NULL,
    chain    TEXT   NOT NULL,
    issued   BIGINT NOT NULL DEFAULT 0,
    known_at BIGINT NOT NULL
);
-- The issuer that the folder of the batch's file has chosen.
ALTER TABLE batch ADD COLUMN issuer TEXT;
