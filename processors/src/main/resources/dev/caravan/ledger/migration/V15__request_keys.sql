-- Requests that carried an Idempotency-Key, for a day. Without a status one is being worked by worker + attempt until lease_until,
-- or was cut off. An answer that holds a secret has a status and no body. digest is the SHA-256 of the key; fingerprint that of the
-- request, null while its body is still being read.
CREATE TABLE request_key (
    principal   TEXT    NOT NULL,
    method      TEXT    NOT NULL,
    path        TEXT    NOT NULL,
    digest      TEXT    NOT NULL,
    fingerprint TEXT,
    worker      TEXT,
    attempt     INTEGER NOT NULL,
    lease_until BIGINT  NOT NULL,
    status      INTEGER,
    headers     TEXT,
    body        TEXT,
    created_at  BIGINT  NOT NULL,
    PRIMARY KEY (principal, method, path, digest)
);
CREATE INDEX request_key_by_age ON request_key (created_at);
CREATE INDEX request_key_under_way ON request_key (worker) WHERE status IS NULL;
