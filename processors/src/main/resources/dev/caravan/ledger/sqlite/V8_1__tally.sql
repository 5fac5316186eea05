CREATE TRIGGER board_added AFTER INSERT ON board BEGIN
    INSERT INTO row_tally VALUES (NEW.batch_id, NEW.chunk, NEW.state, 1)
        ON CONFLICT (batch_id, chunk, outcome) DO UPDATE SET row_count = row_count + 1;
END;

CREATE TRIGGER board_moved AFTER UPDATE OF state, chunk ON board
WHEN OLD.state <> NEW.state OR OLD.chunk <> NEW.chunk BEGIN
    UPDATE row_tally SET row_count = row_count - 1
        WHERE batch_id = OLD.batch_id AND chunk = OLD.chunk AND outcome = OLD.state;
    INSERT INTO row_tally VALUES (NEW.batch_id, NEW.chunk, NEW.state, 1)
        ON CONFLICT (batch_id, chunk, outcome) DO UPDATE SET row_count = row_count + 1;
END;

CREATE TRIGGER row_refused AFTER INSERT ON refused_row BEGIN
    INSERT INTO row_tally VALUES (NEW.batch_id, -1, NEW.outcome, 1)
        ON CONFLICT (batch_id, chunk, outcome) DO UPDATE SET row_count = row_count + 1;
END;
