-- The certificate that a board is about to get, of a re-issue.
ALTER TABLE lifecycle ADD COLUMN thumbprint TEXT;
ALTER TABLE lifecycle ADD COLUMN certificate TEXT;
