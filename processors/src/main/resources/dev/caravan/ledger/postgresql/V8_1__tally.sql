CREATE FUNCTION tally_board() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO row_tally VALUES (NEW.batch_id, NEW.chunk, NEW.state, 1)
            ON CONFLICT (batch_id, chunk, outcome) DO UPDATE SET row_count = row_tally.row_count + 1;
    ELSE
        -- In one order for all, so that two boards that change places do not wait for each other.
        INSERT INTO row_tally
            SELECT * FROM (VALUES (OLD.batch_id, OLD.chunk, OLD.state, -1), (NEW.batch_id, NEW.chunk, NEW.state, 1))
                AS changed (batch_id, chunk, outcome, difference)
            ORDER BY chunk, outcome
            ON CONFLICT (batch_id, chunk, outcome) DO UPDATE SET row_count = row_tally.row_count + EXCLUDED.row_count;
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER board_added AFTER INSERT ON board FOR EACH ROW EXECUTE FUNCTION tally_board();

CREATE TRIGGER board_moved AFTER UPDATE OF state, chunk ON board FOR EACH ROW
    WHEN (OLD.state <> NEW.state OR OLD.chunk <> NEW.chunk) EXECUTE FUNCTION tally_board();

CREATE FUNCTION tally_refused() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO row_tally VALUES (NEW.batch_id, -1, NEW.outcome, 1)
        ON CONFLICT (batch_id, chunk, outcome) DO UPDATE SET row_count = row_tally.row_count + 1;
    RETURN NULL;
END $$;

CREATE TRIGGER row_refused AFTER INSERT ON refused_row FOR EACH ROW EXECUTE FUNCTION tally_refused();
