package dev.caravan.matrix;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What is there before a judge plays a scenario, what happens meanwhile, and what must be true afterwards. */
interface Script {

    /** Prepares Azure for this cell, and says what the judge gets to know. */
    ObjectNode given(Cell cell, Stage stage);

    /** What the other side does when the judge has said that it waits for it. */
    default void ready(Cell cell, JsonNode given, Stage stage) {
        throw new AssertionError("nobody waits in " + cell.id());
    }

    /** Fails when the judge saw the wrong thing, or the emulator's state is another one. */
    void check(Cell cell, JsonNode given, JsonNode seen, Stage stage);
}
