package dev.caravan.preparation;

import java.util.List;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

import dev.caravan.board.Board;

/**
 * One condition of a rule: on a column of the board's row in its batch file, or on a value of the metadata; exactly one.
 *
 * @param column {@code consignee}, {@code order}, {@code hardware_revision}, or any other column of the file
 * @param metadata JSON pointer (RFC 6901) into the metadata, e.g. {@code /location/country}
 * @param is the values that fit, letter by letter
 */
public record Condition(@Nullable String column, @Nullable String metadata, List<String> is) {

    static final String CONSIGNEE = "consignee";

    public Condition {
        if ((column == null) == (metadata == null)) {
            throw new IllegalArgumentException("a condition needs either 'column' or 'metadata'");
        }
        if (metadata != null && !metadata.matches("(/[^/]+)+")) {
            throw new IllegalArgumentException(
                    "'metadata' of a condition must be a JSON pointer such as /location/country, but is '" + metadata
                            + "'");
        }
        if (is == null || is.isEmpty()) {
            throw new IllegalArgumentException(
                    "the condition on '" + (column == null ? metadata : column) + "' needs 'is': the values that fit");
        }
        is = List.copyOf(is);
    }

    boolean holds(Board board, JsonNode described) {
        var value = metadata == null ? column(board) : value(described.at(JsonPointer.compile(metadata)));
        return value != null && is.contains(value);
    }

    private @Nullable String column(Board board) {
        return switch (String.valueOf(column)) {
            case CONSIGNEE -> board.consignee();
            case "order" -> board.order();
            case "hardware_revision" -> board.hardwareRevision();
            default -> board.attributes().get(column);
        };
    }

    private static @Nullable String value(JsonNode node) {
        return node.isValueNode() && !node.isNull() ? node.asText() : null;
    }

    /** Whether this one never holds without the other. */
    boolean implies(Condition other) {
        return String.valueOf(column).equals(String.valueOf(other.column))
                && String.valueOf(metadata).equals(String.valueOf(other.metadata))
                && other.is.containsAll(is);
    }

    /** Whether the earlier conditions hold whenever the later do: then what stands later is never reached. */
    static boolean cover(List<Condition> earlier, List<Condition> later) {
        return earlier.stream().allMatch(each -> later.stream().anyMatch(condition -> condition.implies(each)));
    }
}
