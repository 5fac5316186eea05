-- SQLite's function under the name that all statements use, for paths of one name: $.name.
CREATE FUNCTION json_extract(document text, path text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS 'SELECT document::jsonb ->> substr(path, 3)';

CREATE INDEX board_by_hub ON board (json_extract(activation, '$.iotHub'), guid) WHERE activation IS NOT NULL;

INSERT INTO hub_tally SELECT json_extract(activation, '$.iotHub'), count(*) FROM board
    WHERE activation IS NOT NULL AND state IN ('ACTIVATED', 'REGISTERED') GROUP BY 1;

CREATE FUNCTION tally_hub() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- In one order for all, so that two boards that change places do not wait for each other.
    INSERT INTO hub_tally
        SELECT hub, sum(difference) FROM (VALUES
            (CASE WHEN OLD.state IN ('ACTIVATED', 'REGISTERED') THEN json_extract(OLD.activation, '$.iotHub') END, -1),
            (CASE WHEN NEW.state IN ('ACTIVATED', 'REGISTERED') THEN json_extract(NEW.activation, '$.iotHub') END, 1))
            AS changed (hub, difference)
        WHERE hub IS NOT NULL GROUP BY hub HAVING sum(difference) <> 0 ORDER BY hub
        ON CONFLICT (iot_hub) DO UPDATE SET board_count = hub_tally.board_count + EXCLUDED.board_count;
    RETURN NULL;
END $$;

CREATE TRIGGER board_changed_hub AFTER UPDATE OF activation, state ON board FOR EACH ROW
    WHEN (OLD.activation IS NOT NULL OR NEW.activation IS NOT NULL) EXECUTE FUNCTION tally_hub();
