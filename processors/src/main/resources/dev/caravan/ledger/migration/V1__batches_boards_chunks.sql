-- Times are milliseconds since 1970 UTC by the database's clock.
CREATE TABLE batch (
    id           TEXT    NOT NULL PRIMARY KEY,
    name         TEXT    NOT NULL,
    file         TEXT    NOT NULL,
    sha256       TEXT    NOT NULL,
    state        TEXT    NOT NULL,
    row_count    BIGINT  NOT NULL DEFAULT 0,
    revision     INTEGER NOT NULL DEFAULT 0,
    alarm        TEXT,
    created_at   BIGINT  NOT NULL,
    completed_at BIGINT,
    UNIQUE (name, sha256)
);

CREATE TABLE refused_row (
    batch_id TEXT   NOT NULL REFERENCES batch (id),
    line     BIGINT NOT NULL,
    value    TEXT   NOT NULL,
    outcome  TEXT   NOT NULL,
    reason   TEXT   NOT NULL,
    PRIMARY KEY (batch_id, line)
);

-- A claim is owner + attempt + lease_until; it is free when owner is null or the lease is over.
CREATE TABLE chunk (
    batch_id    TEXT    NOT NULL REFERENCES batch (id),
    number      INTEGER NOT NULL,
    stage       TEXT    NOT NULL,
    owner       TEXT,
    attempt     INTEGER NOT NULL DEFAULT 0,
    lease_until BIGINT  NOT NULL DEFAULT 0,
    not_before  BIGINT  NOT NULL DEFAULT 0,
    problem     TEXT,
    PRIMARY KEY (batch_id, number)
);
CREATE INDEX chunk_unfinished ON chunk (not_before) WHERE stage <> 'DONE';

CREATE TABLE board (
    guid              TEXT    NOT NULL PRIMARY KEY,
    batch_id          TEXT    NOT NULL REFERENCES batch (id),
    chunk             INTEGER NOT NULL,
    line              BIGINT  NOT NULL,
    state             TEXT    NOT NULL,
    version           BIGINT  NOT NULL DEFAULT 1,
    consignee         TEXT,
    order_number      TEXT,
    hardware_revision TEXT,
    attributes        TEXT    NOT NULL,
    thumbprint        TEXT,
    certificate       TEXT,
    parked_from       TEXT,
    reason            TEXT,
    verified_at       BIGINT,
    intent            TEXT,
    intent_at         BIGINT,
    activation        TEXT,
    activated_at      BIGINT,
    assigned_hub      TEXT,
    updated_at        BIGINT  NOT NULL
);
CREATE INDEX board_by_chunk ON board (batch_id, chunk, state);
CREATE INDEX board_by_line ON board (batch_id, line);
CREATE INDEX board_with_intent ON board (guid) WHERE intent IS NOT NULL;
