-- Who is told of events at an address of their own. Secrets are encrypted under a key that is not in the ledger.
-- A turn is worker + attempt + lease_until; it is free when worker is null or the lease is over.
CREATE TABLE subscription (
    id              TEXT    NOT NULL PRIMARY KEY,
    owner           TEXT    NOT NULL,
    url             TEXT    NOT NULL,
    types           TEXT    NOT NULL,
    consignee       TEXT,
    state           TEXT    NOT NULL,
    problem         TEXT,
    secret          TEXT    NOT NULL,
    previous_secret TEXT,
    previous_until  BIGINT,
    read_to         BIGINT  NOT NULL,
    failures        INTEGER NOT NULL DEFAULT 0,
    not_before      BIGINT  NOT NULL DEFAULT 0,
    worker          TEXT,
    attempt         INTEGER NOT NULL DEFAULT 0,
    lease_until     BIGINT  NOT NULL DEFAULT 0,
    created_at      BIGINT  NOT NULL
);
CREATE INDEX subscription_by_owner ON subscription (owner, created_at, id);

-- One event on its way to one subscription, and what became of it.
CREATE TABLE delivery (
    subscription_id TEXT    NOT NULL REFERENCES subscription (id),
    position        BIGINT  NOT NULL,
    event_id        TEXT    NOT NULL,
    type            TEXT    NOT NULL,
    subject         TEXT    NOT NULL,
    state           TEXT    NOT NULL,
    attempts        INTEGER NOT NULL DEFAULT 0,
    since           BIGINT  NOT NULL,
    due_at          BIGINT  NOT NULL,
    tried_at        BIGINT,
    status          INTEGER,
    problem         TEXT,
    PRIMARY KEY (subscription_id, position)
);
CREATE INDEX delivery_waiting ON delivery (subscription_id, due_at, position) WHERE state = 'WAITING';
CREATE INDEX delivery_of_subject ON delivery (subscription_id, subject, position) WHERE state = 'WAITING';
CREATE INDEX delivery_parked ON delivery (subscription_id, position) WHERE state = 'PARKED';
CREATE INDEX delivery_ended ON delivery (tried_at) WHERE state <> 'WAITING';
