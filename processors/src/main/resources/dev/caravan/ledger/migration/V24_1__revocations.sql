-- Certificates that nobody should accept any more. The issuer is the key identifier of the authority that signed them; both
-- are lower-case hexadecimal.
CREATE TABLE revocation (
    issuer     TEXT   NOT NULL,
    serial     TEXT   NOT NULL,
    guid       TEXT   NOT NULL,
    reason     TEXT   NOT NULL,
    revoked_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (issuer, serial)
);
-- The last list of each authority: changes counts its revocations, ever. Times are by the clock of the hub that made it.
CREATE TABLE revocation_list (
    issuer      TEXT   PRIMARY KEY,
    changes     BIGINT NOT NULL,
    number      BIGINT NOT NULL DEFAULT 0,
    made_at     BIGINT NOT NULL DEFAULT 0,
    made_before BIGINT NOT NULL DEFAULT 0
);
-- Why a certificate is being revoked, in the words of RFC 5280.
ALTER TABLE lifecycle ADD COLUMN revocation TEXT;
