package dev.caravan.hub.api;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class BulkReaderTest {

    private static final String GUID = "3f2504e0-4f89-41d3-9a0c-0305e82c3301";

    @Test
    void boardsComeInTheirOrderAPageAtATime() {
        var reader = reader(IntStream.rangeClosed(1, 5)
                .mapToObj(number -> "{\"guid\":\"g" + number + "\"}")
                .collect(Collectors.joining(",", "{\"boards\":[", "]}")));

        assertThat(reader.next(3)).extracting(BulkRow::guid).containsExactly("g1", "g2", "g3");
        assertThat(reader.next(3)).extracting(BulkRow::number).containsExactly(4, 5);
        assertThat(reader.next(3)).isEmpty();
    }

    @Test
    void boardThatIsThereBeforeIsKnownHoweverItIsWritten() {
        var rows = reader(
                        "{\"boards\":[{\"guid\":\"" + GUID + "\"},{},{\"guid\":\"" + GUID.toUpperCase() + "\"},{},7]}")
                .next(9);

        assertThat(rows).extracting(BulkRow::isRepeated).containsExactly(false, false, true, false, false);
        assertThat(rows.get(2).first()).isEqualTo(1);
        assertThat(rows.get(1).guid()).isNull();
    }

    @Test
    void whatIsAskedForABoardIsKeptWithAllItsDigits() {
        assertThat(reader(
                                "{\"boards\":[{\"guid\":\"g\",\"activation\":{\"desired\":{\"x\":0.12345678901234567890123}}}]}")
                        .next(1)
                        .get(0)
                        .json())
                .contains("0.12345678901234567890123");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{\"boards\":{}}",
                "{\"board\":[]}",
                "{\"boards\":[],\"more\":1}",
                "{\"boards\":[]} x",
                "{\"boards\":[}",
                "{\"boards\":[{\"guid\":\"a\",\"guid\":\"b\"}]}",
                "{\"boards\":[{\"guid\":"
            })
    void bodyOfAnotherFormIsRefusedWithItsPlace(String body) {
        var problem = catchThrowableOfType(
                        ProblemException.class, () -> reader(body).next(9))
                .problem();

        assertThat(problem.status()).isEqualTo(400);
        assertThat(problem.detail()).matches("line \\d+, column \\d+: the body .*");
    }

    private static BulkReader reader(String body) {
        return new BulkReader(new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)));
    }
}
