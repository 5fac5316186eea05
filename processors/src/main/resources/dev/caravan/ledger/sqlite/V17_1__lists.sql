CREATE INDEX board_by_hub ON board (json_extract(activation, '$.iotHub'), guid) WHERE activation IS NOT NULL;

INSERT INTO hub_tally SELECT json_extract(activation, '$.iotHub'), count(*) FROM board
    WHERE activation IS NOT NULL AND state IN ('ACTIVATED', 'REGISTERED') GROUP BY 1;

CREATE TRIGGER board_left_hub AFTER UPDATE OF activation, state ON board
WHEN OLD.activation IS NOT NULL AND OLD.state IN ('ACTIVATED', 'REGISTERED') BEGIN
    UPDATE hub_tally SET board_count = board_count - 1 WHERE iot_hub = json_extract(OLD.activation, '$.iotHub');
END;

CREATE TRIGGER board_joined_hub AFTER UPDATE OF activation, state ON board
WHEN NEW.activation IS NOT NULL AND NEW.state IN ('ACTIVATED', 'REGISTERED') BEGIN
    INSERT INTO hub_tally VALUES (json_extract(NEW.activation, '$.iotHub'), 1)
        ON CONFLICT (iot_hub) DO UPDATE SET board_count = board_count + 1;
END;
