package dev.caravan.preparation;

import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.caravan.access.Role;
import dev.caravan.activation.Violation;
import dev.caravan.board.Activation;
import dev.caravan.board.Board;

/** Makes an activation of what a caller asks for. The twin's own limits are judged afterwards, on what this gives. */
public final class Preparer {

    private final MetadataSchemas schemas;
    private final HubChooser hubs;

    public Preparer(MetadataSchemas schemas, HubChooser hubs) {
        this.schemas = schemas;
        this.hubs = hubs;
    }

    public Prepared prepare(Role caller, Board board, Wish wish) {
        var metadata = wish.metadata() == null ? JsonNodeFactory.instance.objectNode() : wish.metadata();
        var twin = new Twin(wish.tags(), wish.desired());
        var violations = new ArrayList<>(described(board, wish, metadata, twin));
        violations.addAll(twin.violations());
        var choice = hubs.choose(caller, board, metadata, wish.iotHub());
        if (choice instanceof HubChoice.None none) {
            violations.add(0, none.why());
        }
        if (!violations.isEmpty()) {
            return new Prepared.Refused(violations);
        }
        return choice instanceof HubChoice.ByRule byRule
                ? new Prepared.Ready(new Activation(byRule.hub(), twin.tags(), twin.desired()), byRule.rule())
                : new Prepared.Ready(
                        new Activation(((HubChoice.Named) choice).hub(), twin.tags(), twin.desired()), null);
    }

    /** Puts the metadata into the twin. @return the rules of its schema that it breaks */
    private List<Violation> described(Board board, Wish wish, ObjectNode metadata, Twin twin) {
        var schema = schemas.of(board);
        if (schema.isEmpty()) {
            return wish.metadata() == null
                    ? List.of()
                    : List.of(new Violation(
                            MetadataSchema.FIELD,
                            "must be left out: no schema of this hub's configuration fits the board; send 'tags' and"
                                    + " 'desired'",
                            "an object"));
        }
        var violations = schema.get().check(metadata);
        if (violations.isEmpty()) {
            twin.add(metadata, schema.get().mapping());
        }
        return violations;
    }
}
