package dev.caravan.matrix;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Query all individual enrollments in pages of {@code pageSize}; there are others than those whose ids begin with
 * {@code id}.
 *
 * <p>Seen: own, how many different ids begin so; repeated, how many of them came more than once; pages, and largest, the
 * most items of a page.
 */
final class QueryInPages implements Script {

    private static final int TOTAL = 250;
    private static final int BULK = 10;
    private static final int PAGE = 100;

    @Override
    public ObjectNode given(Cell cell, Stage stage) {
        for (var first = 0; first < TOTAL; first += BULK) {
            var items = AzureRest.JSON.createArrayNode();
            for (var i = first; i < first + BULK; i++) {
                items.add(Enrollments.symmetricKey(cell.id() + "-" + i, stage.hub()));
            }
            stage.dps().bulkCreate(items);
        }
        return stage.given(cell).put("pageSize", PAGE);
    }

    @Override
    public void check(Cell cell, JsonNode given, JsonNode seen, Stage stage) {
        assertThat(seen.path("own").asInt()).isEqualTo(TOTAL);
        assertThat(seen.path("repeated").asInt(-1)).isZero();
        assertThat(seen.path("pages").asInt()).isGreaterThanOrEqualTo(3);
        assertThat(seen.path("largest").asInt()).isBetween(1, PAGE);
    }
}
