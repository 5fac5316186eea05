-- A board that is adopted comes into the ledger activated: it was never changed into that.
CREATE TRIGGER board_came_to_hub AFTER INSERT ON board
WHEN NEW.activation IS NOT NULL AND NEW.state IN ('ACTIVATED', 'REGISTERED') BEGIN
    INSERT INTO hub_tally VALUES (json_extract(NEW.activation, '$.iotHub'), 1)
        ON CONFLICT (iot_hub) DO UPDATE SET board_count = board_count + 1;
END;

DELETE FROM hub_tally;
INSERT INTO hub_tally SELECT json_extract(activation, '$.iotHub'), count(*) FROM board
    WHERE activation IS NOT NULL AND state IN ('ACTIVATED', 'REGISTERED') GROUP BY 1;
