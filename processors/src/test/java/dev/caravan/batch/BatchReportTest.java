package dev.caravan.batch;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class BatchReportTest {

    @TempDir
    Path data;

    private Path folder;

    @BeforeEach
    void name() {
        folder = data.resolve("outbox/line-7");
    }

    @Test
    void reportHasOneLineForEachRowAndTheSummaryAddsUp() throws Exception {
        BatchReport.write(
                folder,
                summary(1, Map.of(RowOutcome.ENROLLED, 1L, RowOutcome.REJECTED, 1L, RowOutcome.DUPLICATE, 1L)),
                Stream.of(
                        new ReportLine(2, Batches.GUID, RowOutcome.ENROLLED, ""),
                        new ReportLine(3, "", RowOutcome.REJECTED, "the line is empty"),
                        new ReportLine(4, Batches.GUID, RowOutcome.DUPLICATE, "first in line 2, \"line-7\"")));

        assertThat(Files.readString(folder.resolve("report.csv")))
                .isEqualTo("line,guid,outcome,reason\r\n2," + Batches.GUID + ",enrolled,\r\n"
                        + "3,,rejected,the line is empty\r\n"
                        + "4," + Batches.GUID + ",duplicate,\"first in line 2, \"\"line-7\"\"\"\r\n");
        var json = new ObjectMapper().readTree(folder.resolve("summary.json").toFile());
        assertThat(json.toString())
                .isEqualTo(
                        "{\"batch\":\"line-7\",\"file\":\"line-7.csv\",\"sha256\":\"ab12\",\"revision\":1,"
                                + "\"completedAt\":\"2026-11-23T10:00:00Z\",\"rows\":3,\"enrolled\":1,\"rejected\":2,"
                                + "\"parked\":0,\"awaiting\":0,\"counts\":{\"awaiting\":0,\"duplicate\":1,\"enrolled\":1,\"parked\":0,\"rejected\":1}}");
    }

    @Test
    void everybodyMayReadBothAndNoPartIsLeft() throws Exception {
        BatchReport.write(folder, summary(1, Map.of()), Stream.of());

        for (var name : new String[] {"report.csv", "summary.json"}) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(name))))
                    .isEqualTo("rw-r--r--");
        }
        try (var files = Files.list(folder)) {
            assertThat(files).hasSize(2);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx"})
    void cellThatASpreadsheetTakesForAFormulaIsText(String cell) throws Exception {
        BatchReport.write(
                folder,
                summary(1, Map.of(RowOutcome.REJECTED, 1L)),
                Stream.of(new ReportLine(2, cell, RowOutcome.REJECTED, cell)));

        var record = CSVParser.parse(folder.resolve("report.csv"), StandardCharsets.UTF_8, CSVFormat.RFC4180)
                .getRecords()
                .get(1);
        assertThat(record.toList()).containsExactly("2", "'" + cell, "rejected", "'" + cell);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"x;=1+1|x;'=1+1", "x;\"=1|x;\"'=1", "x, @a|x, '@a", "x;＝1|x;'＝1", "a-b;c+d|a-b;c+d"})
    void formulaBehindASeparatorIsTextInASpreadsheetWithAnotherSeparatorToo(String cell, String shown) {
        assertThat(SpreadsheetText.of(cell)).isEqualTo(shown);
    }

    @ParameterizedTest
    @ValueSource(strings = {" =1", "＝1", "\u00a0"})
    void formulaBehindBlanksOrInWideLettersIsTextToo(String cell) {
        assertThat(SpreadsheetText.of(cell)).isEqualTo(cell.equals("\u00a0") ? cell : "'" + cell);
    }

    @Test
    void amendedReportReplacesTheFirst() throws Exception {
        var parked = new ReportLine(2, Batches.GUID, RowOutcome.PARKED, "DPS refused");
        BatchReport.write(folder, summary(1, Map.of(RowOutcome.PARKED, 1L)), Stream.of(parked));

        var enrolled = new ReportLine(2, Batches.GUID, RowOutcome.ENROLLED, "");
        BatchReport.write(folder, summary(2, Map.of(RowOutcome.ENROLLED, 1L)), Stream.of(enrolled));

        assertThat(folder.resolve("report.csv")).content().contains("enrolled").doesNotContain("parked");
        assertThat(folder.resolve("summary.json")).content().contains("\"revision\" : 2");
    }

    @Test
    void linesThatDoNotAddUpToTheSummaryChangeNothing() {
        var enrolled = new ReportLine(2, Batches.GUID, RowOutcome.ENROLLED, "");

        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() ->
                        BatchReport.write(folder, summary(1, Map.of(RowOutcome.ENROLLED, 2L)), Stream.of(enrolled)))
                .withMessage("the report of line-7 has 1 lines enrolled, but the summary says 2");
        assertThat(folder.resolve("report.csv")).doesNotExist();
        assertThat(folder.resolve("summary.json")).doesNotExist();
    }

    @Test
    void reportOfManyRowsIsWrittenInOrder() throws Exception {
        long rows = 20_000;
        BatchReport.write(
                folder,
                summary(1, Map.of(RowOutcome.ENROLLED, rows)),
                LongStream.range(0, rows).mapToObj(row -> new ReportLine(row + 2, "g", RowOutcome.ENROLLED, "")));

        try (var lines = Files.lines(folder.resolve("report.csv"))) {
            assertThat(lines.skip(1).map(line -> Long.parseLong(line.substring(0, line.indexOf(',')))))
                    .containsExactlyElementsOf(
                            LongStream.range(2, rows + 2).boxed().toList());
        }
    }

    private static BatchSummary summary(int revision, Map<RowOutcome, Long> counts) {
        var completedAt = Instant.parse("2026-11-23T10:00:00Z");
        return new BatchSummary("line-7", "line-7.csv", "ab12", revision, completedAt, counts);
    }
}
