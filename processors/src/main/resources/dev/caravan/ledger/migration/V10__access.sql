-- API keys of machines. Only the SHA-256 of a key's secret is kept; consignees is a JSON list.
CREATE TABLE access_key (
    id           TEXT   NOT NULL PRIMARY KEY,
    hash         TEXT   NOT NULL,
    name         TEXT   NOT NULL,
    role         TEXT   NOT NULL,
    consignees   TEXT   NOT NULL,
    created_at   BIGINT NOT NULL,
    expires_at   BIGINT NOT NULL,
    revoked_at   BIGINT,
    last_used_at BIGINT
);
CREATE INDEX access_key_by_name ON access_key (name);

-- A manufacturer's boards, page by page.
CREATE INDEX board_by_consignee ON board (consignee, guid);
