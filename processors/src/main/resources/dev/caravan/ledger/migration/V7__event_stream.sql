-- Positions of events count on from an earlier one in a ledger that was restored: the stream says which counting they are of.
-- The ledger gives it a name when it is first asked for.
ALTER TABLE event_counter ADD COLUMN stream TEXT;

-- The last position of which the event is not kept any more.
ALTER TABLE event_counter ADD COLUMN forgotten BIGINT NOT NULL DEFAULT 0;
