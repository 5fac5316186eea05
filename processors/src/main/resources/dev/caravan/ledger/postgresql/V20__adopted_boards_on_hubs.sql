-- A board that is adopted comes into the ledger activated: it was never changed into that. OLD is null then.
CREATE TRIGGER board_came_to_hub AFTER INSERT ON board FOR EACH ROW
    WHEN (NEW.activation IS NOT NULL) EXECUTE FUNCTION tally_hub();

DELETE FROM hub_tally;
INSERT INTO hub_tally SELECT json_extract(activation, '$.iotHub'), count(*) FROM board
    WHERE activation IS NOT NULL AND state IN ('ACTIVATED', 'REGISTERED') GROUP BY 1;
