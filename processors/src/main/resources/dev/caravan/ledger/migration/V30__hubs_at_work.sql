-- Hubs that are at work with this ledger, and when each has said so last: they share the quota of DPS.
CREATE TABLE hub_at_work (
    hub     TEXT   NOT NULL PRIMARY KEY,
    seen_at BIGINT NOT NULL
);
