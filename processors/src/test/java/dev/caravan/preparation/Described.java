package dev.caravan.preparation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.caravan.board.Activation;
import dev.caravan.board.Board;
import dev.caravan.board.BoardGuid;
import dev.caravan.board.BoardState;

/** Boards and what is said about them. */
final class Described {

    static final String A = "a.azure-devices.net";
    static final String B = "b.azure-devices.net";

    /** The one that config/hub.yaml speaks of. */
    static final Path SAMPLE = Path.of("..", "config", "metadata", "harvester.json");

    private static final ObjectMapper JSON = new ObjectMapper();

    private Described() {}

    static Board board(String consignee, String product) {
        return board(consignee, product, null);
    }

    static Board board(String consignee, String product, String activatedOn) {
        return new Board(
                new BoardGuid("3f2504e0-4f89-41d3-9a0c-0305e82c3301"),
                "line-7",
                2,
                activatedOn == null ? BoardState.ENROLLED : BoardState.ACTIVATED,
                4,
                consignee,
                "4711",
                null,
                product == null ? Map.of() : Map.of("product", product),
                "AB",
                "MAo=",
                null,
                null,
                activatedOn == null ? null : new Activation(activatedOn, json("{}"), json("{}")),
                null,
                null,
                Instant.EPOCH,
                false,
                null);
    }

    static ObjectNode json(String text) {
        try {
            return (ObjectNode) JSON.readTree(text.replace('\'', '"'));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    static Condition column(String name, String... is) {
        return new Condition(name, null, List.of(is));
    }

    static Condition metadata(String pointer, String... is) {
        return new Condition(null, pointer, List.of(is));
    }
}
