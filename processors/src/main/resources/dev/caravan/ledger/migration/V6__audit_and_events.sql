-- What happened, for auditors: a chain of hashes for each batch, written in the same transaction as the change itself.
CREATE TABLE audit_event (
    chain  TEXT   NOT NULL,
    number BIGINT NOT NULL,
    at     BIGINT NOT NULL,
    kind   TEXT   NOT NULL,
    board  TEXT,
    detail TEXT   NOT NULL,
    hash   TEXT   NOT NULL,
    PRIMARY KEY (chain, number)
);

-- The end of each chain, and how much of it the last signed checkpoint covers.
CREATE TABLE audit_head (
    chain        TEXT   NOT NULL PRIMARY KEY,
    event_count  BIGINT NOT NULL,
    hash         TEXT   NOT NULL,
    checkpointed BIGINT NOT NULL DEFAULT 0
);

CREATE TABLE audit_checkpoint (
    number    BIGINT NOT NULL PRIMARY KEY,
    content   TEXT   NOT NULL,
    signature TEXT   NOT NULL
);

-- What happened, for other systems. A position is given after the commit, so that no reader ever passes over an event.
CREATE TABLE event (
    id       TEXT   NOT NULL PRIMARY KEY,
    position BIGINT UNIQUE,
    at       BIGINT NOT NULL,
    type     TEXT   NOT NULL,
    subject  TEXT   NOT NULL,
    data     TEXT   NOT NULL
);
CREATE INDEX event_without_position ON event (at, id) WHERE position IS NULL;

CREATE TABLE event_counter (
    id   INTEGER NOT NULL PRIMARY KEY,
    last BIGINT  NOT NULL
);
INSERT INTO event_counter (id, last) VALUES (1, 0);
