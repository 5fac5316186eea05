-- How a subscription's events are signed: HMAC with a shared secret, or ED25519, whose public key is no secret.
ALTER TABLE subscription ADD COLUMN signature TEXT NOT NULL DEFAULT 'HMAC';
ALTER TABLE subscription ADD COLUMN public_key TEXT;
