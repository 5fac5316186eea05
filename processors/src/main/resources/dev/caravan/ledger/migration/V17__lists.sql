-- Lists of boards, page by page. What changes with each step of a batch stands in the order of the change: the boards of a
-- chunk lie beside each other in these indexes, and cost a few pages together, not one each.
CREATE INDEX board_by_state ON board (state, updated_at, guid);
CREATE INDEX board_by_consignee_and_state ON board (consignee, state, updated_at, guid) WHERE consignee IS NOT NULL;
CREATE INDEX board_by_order ON board (order_number, guid) WHERE order_number IS NOT NULL;
CREATE INDEX board_with_reason ON board (updated_at, guid) WHERE reason IS NOT NULL;

-- How many boards are activated on each IoT Hub, kept by triggers (V17.1, in each database's own words).
CREATE TABLE hub_tally (
    iot_hub     TEXT   NOT NULL PRIMARY KEY,
    board_count BIGINT NOT NULL
);
