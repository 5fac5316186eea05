-- Runs over all enrollments of a DPS: one at a time, and what each has found.
CREATE TABLE dps_run (
    id          BIGINT  NOT NULL PRIMARY KEY,
    task        TEXT    NOT NULL,
    changing    INTEGER NOT NULL,
    folder      TEXT,
    state       TEXT    NOT NULL,
    step        TEXT    NOT NULL,
    owner       TEXT    NOT NULL,
    lease_until BIGINT  NOT NULL,
    started_at  BIGINT  NOT NULL,
    ended_at    BIGINT,
    enrollments BIGINT  NOT NULL DEFAULT 0,
    agreed      BIGINT  NOT NULL DEFAULT 0,
    no_boards   BIGINT  NOT NULL DEFAULT 0,
    unlisted    BIGINT  NOT NULL DEFAULT 0,
    changed     BIGINT  NOT NULL DEFAULT 0,
    problem     TEXT
);

CREATE TABLE dps_finding (
    run_id   BIGINT NOT NULL REFERENCES dps_run (id),
    guid     TEXT   NOT NULL,
    kind     TEXT   NOT NULL,
    what     TEXT   NOT NULL,
    advice   TEXT   NOT NULL,
    repair   TEXT   NOT NULL,
    found_at BIGINT NOT NULL,
    PRIMARY KEY (run_id, guid)
);

-- The last run in which DPS was seen to agree on the board.
ALTER TABLE board ADD COLUMN agreed_in_run BIGINT;
