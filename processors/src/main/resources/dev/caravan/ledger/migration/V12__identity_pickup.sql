-- One-time pick-ups of identities: who took which, until when, and that it is on the board. The identities are elsewhere.
CREATE TABLE identity_pickup (
    guid         TEXT   NOT NULL,
    thumbprint   TEXT   NOT NULL,
    caller       TEXT   NOT NULL,
    request_key  TEXT   NOT NULL,
    begun_at     BIGINT NOT NULL,
    ends_at      BIGINT NOT NULL,
    confirmed_at BIGINT,
    destroyed_at BIGINT,
    PRIMARY KEY (guid, thumbprint)
);
CREATE INDEX identity_pickup_not_destroyed ON identity_pickup (ends_at) WHERE destroyed_at IS NULL;
