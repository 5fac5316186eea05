-- Who has asked for the activation that is under way, or for the last one: JSON with name and role.
ALTER TABLE board ADD COLUMN intent_by TEXT;

-- Who has asked for the run, in the same form; null for the nightly one.
ALTER TABLE dps_run ADD COLUMN asked_by TEXT;
