package dev.caravan.activation;

import java.util.List;
import java.util.function.Consumer;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Each limit at its edge and just past it. */
class TwinLimitsTest {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    @Test
    void tagsHaveAtMost8KibibytesAndDesired32() {
        assertThat(TwinLimits.check(ofBytes(8 * 1024), ofBytes(32 * 1024))).isEmpty();

        assertThat(TwinLimits.check(ofBytes(8 * 1024 + 1), JSON.objectNode()))
                .containsExactly(new Violation("/tags", "must be at most 8192 bytes of JSON", "8193 bytes"));
        assertThat(TwinLimits.check(JSON.objectNode(), ofBytes(32 * 1024 + 1)))
                .containsExactly(new Violation("/desired", "must be at most 32768 bytes of JSON", "32769 bytes"));
    }

    @Test
    void objectsAreNestedAtMostTenDeep() {
        assertThat(TwinLimits.check(JSON.objectNode(), nested(10))).isEmpty();

        assertThat(TwinLimits.check(JSON.objectNode(), nested(11)))
                .containsExactly(new Violation(
                        "/desired" + "/a".repeat(10), "objects may be nested at most 10 deep", "level 11"));
    }

    @Test
    void keyHasAtMost1024BytesAndAtLeastOne() {
        assertThat(check(tags -> tags.put("ä".repeat(512), 1))).isEmpty();
        assertThat(check(tags -> tags.put("ä".repeat(512) + "a", 1))).hasSize(1);
        assertThat(check(tags -> tags.put("", 1))).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.b", "$a", "a b", "a\u0000b", "a\u007fb", "a\u0085b"})
    void keyHasNoForbiddenCharacter(String key) {
        assertThat(check(tags -> tags.putObject("outer").put(key, 1)))
                .extracting(Violation::field)
                .containsExactly("/tags/outer");
    }

    @ParameterizedTest
    @ValueSource(strings = {"version", "metadata", "größe", "a-b_c:d"})
    void otherKeysAreFine(String key) {
        assertThat(check(tags -> tags.put(key, 1))).isEmpty();
    }

    @Test
    void textHasAtMost4096Bytes() {
        assertThat(check(tags -> tags.put("a", "ä".repeat(2048)))).isEmpty();
        assertThat(check(tags -> tags.put("a", "ä".repeat(2048) + "a")))
                .containsExactly(new Violation("/tags/a", "a text must be at most 4096 bytes of UTF-8", "4097 bytes"));
    }

    @Test
    void integerIsWithinWhatADoubleHoldsExactly() {
        assertThat(check(tags -> tags.put("a", 4503599627370496L).put("b", -4503599627370496L)))
                .isEmpty();
        assertThat(check(tags -> tags.put("a", 4503599627370497L).put("b", -4503599627370497L)))
                .extracting(Violation::field)
                .containsExactly("/tags/a", "/tags/b");
    }

    @Test
    void numberBeyondADoubleIsRefused() {
        assertThat(check(tags -> tags.put("a", Double.MAX_VALUE))).isEmpty();
        assertThat(check(tags -> tags.put("a", Double.POSITIVE_INFINITY)))
                .containsExactly(new Violation("/tags/a", "a number must be within the range of a double", "Infinity"));
    }

    @Test
    void nullIsRefusedWhereverItStands() {
        assertThat(check(tags -> tags.putArray("a/b").addNull()))
                .extracting(Violation::field)
                .containsExactly("/tags/a~1b/0");
    }

    @Test
    void everyViolationIsNamedAndLongValuesAreShortened() {
        assertThat(check(tags -> {
                    tags.putNull("a");
                    tags.put("." + "x".repeat(200), 1);
                }))
                .hasSize(2)
                .allSatisfy(violation -> assertThat(violation.value()).hasSizeLessThanOrEqualTo(81));
    }

    private static List<Violation> check(Consumer<ObjectNode> filling) {
        var tags = JSON.objectNode();
        filling.accept(tags);
        return TwinLimits.check(tags, JSON.objectNode());
    }

    /** An object whose JSON has exactly this many bytes, in texts that are short enough. */
    private static ObjectNode ofBytes(int bytes) {
        var object = JSON.objectNode();
        for (var key = 0; object.toString().length() + 2000 < bytes; key++) {
            object.put("k" + key, "x".repeat(1000));
        }
        object.put("rest", "");
        return object.put("rest", "x".repeat(bytes - object.toString().length()));
    }

    private static ObjectNode nested(int levels) {
        var outermost = JSON.objectNode();
        var innermost = outermost;
        for (var level = 1; level < levels; level++) {
            innermost = innermost.putObject("a");
        }
        innermost.put("leaf", 1);
        return outermost;
    }
}
