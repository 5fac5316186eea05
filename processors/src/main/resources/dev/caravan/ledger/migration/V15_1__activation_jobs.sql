-- Activations of many boards that go on after their request. A turn is worker + attempt + lease_until; it is free when worker
-- is null or the lease is over. LOADING until the whole request is here; then WORKING, DONE or CANCELLED.
CREATE TABLE activation_job (
    id          TEXT    NOT NULL PRIMARY KEY,
    owner       TEXT    NOT NULL,
    role        TEXT    NOT NULL,
    consignees  TEXT    NOT NULL,
    dry_run     INTEGER NOT NULL,
    state       TEXT    NOT NULL,
    problem     TEXT,
    worker      TEXT,
    attempt     INTEGER NOT NULL DEFAULT 0,
    lease_until BIGINT  NOT NULL,
    not_before  BIGINT  NOT NULL DEFAULT 0,
    created_at  BIGINT  NOT NULL,
    ended_at    BIGINT
);
CREATE INDEX activation_job_open ON activation_job (not_before) WHERE state IN ('LOADING', 'WORKING');
CREATE INDEX activation_job_ended ON activation_job (ended_at) WHERE ended_at IS NOT NULL;

-- One board of a job: what was asked, and what became of it, both as JSON.
CREATE TABLE activation_item (
    job_id  TEXT    NOT NULL REFERENCES activation_job (id),
    number  INTEGER NOT NULL,
    guid    TEXT,
    request TEXT    NOT NULL,
    outcome TEXT    NOT NULL,
    answer  TEXT,
    PRIMARY KEY (job_id, number)
);
CREATE INDEX activation_item_waiting ON activation_item (job_id, number) WHERE outcome = 'WAITING';
