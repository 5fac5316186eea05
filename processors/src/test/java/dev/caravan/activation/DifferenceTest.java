package dev.caravan.activation;

import java.util.List;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;

import dev.caravan.board.Activation;

import static org.assertj.core.api.Assertions.assertThat;

class DifferenceTest {

    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    @Test
    void numbersAreEqualWhenTheirValuesAre() {
        same("{\"a\": 30}", "{\"a\": 30.0}");
        same("{\"a\": [1, {\"b\": 2}]}", "{\"a\": [1.0, {\"b\": 2.0}]}");
        same("{\"a\": 0.0}", "{\"a\": -0.0}");
        same("{\"a\": 4503599627370496}", "{\"a\": 4503599627370496.0}");
        differ("{\"a\": 30}", "{\"a\": 30.5}", new Difference("/tags/a", "30", "30.5"));
    }

    @Test
    void digitsBeyondADoublesAreNoDifferenceBecauseDpsDoesNotKeepThem() {
        same("{\"a\": 0.1234567890123456789}", "{\"a\": 0.12345678901234568}");
    }

    @Test
    void textIsNoNumberAndNumberNoTruth() {
        differ("{\"a\": 30}", "{\"a\": \"30\"}", new Difference("/tags/a", "30", "\"30\""));
        differ("{\"a\": 1}", "{\"a\": true}", new Difference("/tags/a", "1", "true"));
    }

    @Test
    void nestedDifferenceIsNamedByItsPointer() {
        differ(
                "{\"a\": {\"b\": {\"c\": 1, \"d\": 2}}}",
                "{\"a\": {\"b\": {\"c\": 3, \"d\": 2}}}",
                new Difference("/tags/a/b/c", "1", "3"));
        differ("{\"a/b\": {\"c~d\": 1}}", "{\"a/b\": {\"c~d\": 2}}", new Difference("/tags/a~1b/c~0d", "1", "2"));
    }

    @Test
    void absentIsSaidOnEitherSide() {
        differ("{}", "{\"a\": {\"b\": 1}}", new Difference("/tags/a", "absent", "{\"b\":1}"));
        differ("{\"a\": 1}", "{}", new Difference("/tags/a", "1", "absent"));
    }

    @Test
    void arraysDifferAsAWhole() {
        differ("{\"a\": [1, 2]}", "{\"a\": [2, 1]}", new Difference("/tags/a", "[1,2]", "[2,1]"));
        differ("{\"a\": [1]}", "{\"a\": [1, 1]}", new Difference("/tags/a", "[1]", "[1,1]"));
    }

    @Test
    void orderOfKeysIsNoDifference() {
        same("{\"a\": 1, \"b\": 2}", "{\"b\": 2, \"a\": 1}");
    }

    @Test
    void hubIsComparedWithoutItsLetterCaseAndDesiredIsNamed() {
        var is = new Activation("Plant-A.azure-devices.net", json("{}"), json("{\"a\": 1}"));

        assertThat(Difference.between(is, new Activation("plant-a.azure-devices.net", json("{}"), json("{\"a\": 2}"))))
                .containsExactly(new Difference("/desired/a", "1", "2"));
    }

    private static void same(String is, String asked) {
        assertThat(between(is, asked)).isEmpty();
    }

    private static void differ(String is, String asked, Difference... differences) {
        assertThat(between(is, asked)).containsExactly(differences);
    }

    private static List<Difference> between(String is, String asked) {
        return Difference.between(
                new Activation("hub.net", json(is), json("{}")), new Activation("hub.net", json(asked), json("{}")));
    }

    private static ObjectNode json(String text) {
        try {
            return (ObjectNode) JSON.readTree(text);
        } catch (JsonProcessingException wrong) {
            throw new AssertionError(wrong);
        }
    }
}
