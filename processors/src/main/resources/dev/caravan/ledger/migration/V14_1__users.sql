-- People who come in with a name and a password. Of the password only its Argon2id hash is kept; consignees is a JSON list.
CREATE TABLE local_user (
    name          TEXT    NOT NULL PRIMARY KEY,
    role          TEXT    NOT NULL,
    consignees    TEXT    NOT NULL,
    hash          TEXT    NOT NULL,
    first         INTEGER NOT NULL,
    failures      INTEGER NOT NULL DEFAULT 0,
    locked_until  BIGINT  NOT NULL DEFAULT 0,
    created_at    BIGINT  NOT NULL,
    changed_at    BIGINT  NOT NULL,
    disabled_at   BIGINT,
    last_used_at  BIGINT
);
