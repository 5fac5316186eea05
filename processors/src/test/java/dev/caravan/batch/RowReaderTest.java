package dev.caravan.batch;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.NoSuchElementException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.caravan.board.BoardGuid;
import dev.caravan.certificate.TestKeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class RowReaderTest {

    private static final String GUID = Batches.GUID;

    @TempDir
    Path data;

    @Test
    void rowWithEveryKnownColumnAndOneOfTheFactorysOwn() {
        var row = Batches.onlyRow(
                data, "guid,consignee,order,hardware_revision,csr,Site\n" + GUID + ",ACME,4711,C2,,Graz\n");

        assertThat(row)
                .isEqualTo(new Row.Good(2, new BoardGuid(GUID), "ACME", "4711", "C2", Map.of("Site", "Graz"), null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "guid,order\n%s,4711\n",
                "guid;order\n%s;4711\n",
                "\uFEFFguid;order\r\n%s;4711",
                " GUID , Order \r\n %s , 4711 \r\n",
                "order,guid\n\"4711\",\"%s\"\n",
                "guid;order,no;order\n%s;;4711\n",
                "\"guid\";\"order\"\r%s;4711\r",
                "\uFEFF\"GUID\",\"ORDER\"\r\n\"%s\",\"4711\"\r\n"
            })
    void everyDialectGivesTheSameRow(String content) {
        var row = Batches.onlyRow(data, content.formatted(GUID));

        assertThat(row).isEqualTo(new Row.Good(2, new BoardGuid(GUID), null, "4711", null, Map.of(), null));
    }

    @Test
    void upperCaseGuidIsFineAndNormalised() {
        var row = (Row.Good) Batches.onlyRow(data, "guid\n" + GUID.toUpperCase(java.util.Locale.ROOT) + "\n");

        assertThat(row.guid()).isEqualTo(new BoardGuid(GUID));
    }

    @Test
    void quotedCellKeepsSeparatorsQuotationMarksAndLetters() {
        var row = (Row.Good) Batches.onlyRow(data, "guid,consignee\n" + GUID + ",\"Müller, \"\"Söhne\"\" 机\"\n");

        assertThat(row.consignee()).isEqualTo("Müller, \"Söhne\" 机");
    }

    @Test
    void everyInputRowHasOneOutcomeAtItsLineAlsoEmptyOnes() {
        var rows = Batches.rows(data, """
                guid,order
                %1$s,1

                not-a-guid,2
                ,
                "%1$s","two
                lines"
                %1$s,3
                """.formatted(GUID));

        assertThat(rows).extracting(Row::line).containsExactly(2L, 3L, 4L, 5L, 6L, 8L);
        assertThat(rows.get(0)).isInstanceOf(Row.Good.class);
        assertThat(rows.get(1)).isEqualTo(new Row.Bad(3, "", "the line is empty"));
        assertThat(rows.get(2)).isInstanceOf(Row.Bad.class);
        assertThat(rows.get(3)).isEqualTo(new Row.Bad(5, "", "the line is empty"));
        assertThat(rows.get(4)).isInstanceOf(Row.Bad.class);
        assertThat(rows.get(5)).isInstanceOf(Row.Good.class);
    }

    @Test
    void newlineAtTheEndIsNoRowAndASecondOneIs() {
        assertThat(Batches.rows(data, "guid\n" + GUID)).hasSize(1);
        assertThat(Batches.rows(data, "guid\n" + GUID + "\r\n")).hasSize(1);
        assertThat(Batches.rows(data, "guid\n" + GUID + "\r\n\r\n")).hasSize(2);
    }

    @Test
    void malformedGuidNamesColumnRuleAndValue() {
        assertThat(Batches.onlyRow(data, "guid,order\n{123},1\n"))
                .isEqualTo(new Row.Bad(2, "{123}", "column 'guid' " + BoardGuid.RULE + ", but is '{123}'"));
        assertThat(Batches.onlyRow(data, "guid,order\n,1\n"))
                .isEqualTo(new Row.Bad(2, "", "column 'guid' is empty: it " + BoardGuid.RULE));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{0f8fad5b-d9cb-469f-a165-70867728950e}",
                "0f8fad5bd9cb469fa16570867728950e",
                "00000000-0000-0000-0000-000000000000",
                "=HYPERLINK(1)"
            })
    void guidThatWouldNeedGuessingIsRejectedAndTheOtherRowsGoOn(String written) {
        var rows = Batches.rows(data, "guid,order\n" + written + ",1\n" + GUID + ",2\n");

        assertThat(rows)
                .first()
                .isEqualTo(new Row.Bad(2, written, "column 'guid' " + BoardGuid.RULE + ", but is '" + written + "'"));
        assertThat(rows).last().isInstanceOf(Row.Good.class);
    }

    /** Copied from a web page or a letter; whoever looks at it sees a GUID with which nothing is wrong. */
    @Test
    void guidWithACharacterThatNobodySeesIsRejectedAndTheCharacterNamed() {
        assertThat(Batches.onlyRow(data, "guid\n" + GUID + "\u00a0\n"))
                .isEqualTo(new Row.Bad(
                        2,
                        GUID + "?",
                        "column 'guid' " + BoardGuid.RULE + ", but is '" + GUID
                                + "?', where ? is NO-BREAK SPACE (U+00A0)"));
        assertThat(((Row.Bad) Batches.onlyRow(data, "guid\n\u200b" + GUID + "\n")).reason())
                .endsWith("but is '?" + GUID + "', where ? is ZERO WIDTH SPACE (U+200B)");
    }

    @Test
    void guidOfAnotherVersionThanRfc4122KnowsIsAGuid() {
        var row = (Row.Good) Batches.onlyRow(data, "guid\nFFFFFFFF-FFFF-0FFF-0FFF-FFFFFFFFFFFF\n");

        assertThat(row.guid().value()).isEqualTo("ffffffff-ffff-0fff-0fff-ffffffffffff");
    }

    @Test
    void valueOfABadRowIsCutAndOnOneLine() {
        var bad = (Row.Bad) Batches.onlyRow(data, "guid\n\"a\nb" + "x".repeat(100) + "\"\n");

        assertThat(bad.value()).startsWith("a?bxxx").endsWith("x…").hasSize(80);
        assertThat(bad.reason().lines()).hasSize(1);
    }

    @Test
    void tooManyAndTooFewCellsAreCounted() {
        assertThat(Batches.onlyRow(data, "guid,order\n" + GUID + ",1,2\n"))
                .isEqualTo(new Row.Bad(
                        2,
                        GUID,
                        "the line must have as many cells as the header has columns, 2, but has 3: look at"
                                + " separators and quotation marks"));
        assertThat(Batches.onlyRow(data, "order,guid\n1\n"))
                .isEqualTo(new Row.Bad(
                        2,
                        "",
                        "the line must have as many cells as the header has columns, 2, but has 1: look at"
                                + " separators and quotation marks"));
    }

    @Test
    void cellHasAtMost1024Characters() {
        var header = "guid,site\n" + GUID + ",";

        assertThat(Batches.onlyRow(data, header + "s".repeat(1024) + "\n")).isInstanceOf(Row.Good.class);
        var bad = (Row.Bad) Batches.onlyRow(data, header + "s".repeat(1025) + "\n");
        assertThat(bad.reason()).startsWith("column 'site' must have at most 1024 characters, but has 1025: 'sss");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a\tb", "a\u001b[31mb", "a\u007fb", "a\u0085b", "a\u2028b", "a\u202eb", "a\u2066b", "\"a\nb\""})
    void controlCharacterInAValueIsRefusedAndNotRepeated(String cell) {
        var bad = (Row.Bad) Batches.onlyRow(data, "guid,order\n" + GUID + "," + cell + "\n");

        assertThat(bad.reason()).startsWith("column 'order' must not contain control characters, but has U+");
        assertThat(bad.reason().codePoints().noneMatch(Shown::isControl)).isTrue();
    }

    @Test
    void nothingIsReadBeyondTheLastRow() {
        try (var rows = Batches.judge(data, "guid\n" + GUID + "\n").rowReader(TestKeys.RULES)) {
            rows.next();

            assertThat(rows.hasNext()).isFalse();
            assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(rows::next);
        }
    }

    @Test
    void snapshotThatIsNotTheOneJudgedIsSeen() throws Exception {
        var batch = Batches.judge(data, "guid\n" + GUID + "\n" + GUID + "\n");

        Files.writeString(batch.snapshot().file(), "guid\n" + GUID + "\n");
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> Batches.rows(batch))
                .withMessageContaining("has only 1 rows");

        Files.writeString(batch.snapshot().file(), "guid\n" + (GUID + "\n").repeat(3));
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> Batches.rows(batch))
                .withMessageContaining("has more rows than the 2 judged");
    }
}
