package dev.caravan.story.evidence;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;

import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;

/** A batch's {@code report.csv}. */
public record Report(List<Line> lines) {

    public Report {
        lines = List.copyOf(lines);
    }

    /** One line of it. */
    public record Line(long line, String guid, String outcome, String reason) {}

    /** Reads it from the batch's folder in the outbox. */
    public static Report read(Path outbox) {
        var file = outbox.resolve("report.csv");
        var format = CSVFormat.RFC4180
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .get();
        try (var text = Files.newBufferedReader(file);
                var parser = format.parse(text)) {
            return new Report(parser.stream().map(Report::line).toList());
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot read " + file, failure);
        }
    }

    private static Line line(CSVRecord row) {
        return new Line(Long.parseLong(row.get("line")), row.get("guid"), row.get("outcome"), row.get("reason"));
    }

    /** One line for each row of the sheet with the outcome that it must have, and a reason where it is no good one. */
    public void mustAnswer(BatchSheet sheet) {
        Claim.same("number of lines in report.csv", sheet.rows().size(), lines.size());
        var expected = new TreeMap<String, String>();
        sheet.rows().forEach(row -> expected.put("line " + row.line(), row.guid() + " " + row.outcome()));
        var actual = new TreeMap<String, String>();
        lines.forEach(line -> actual.put("line " + line.line(), line.guid() + " " + line.outcome()));
        Claim.sameMap("lines of report.csv", expected, actual);
        for (int row = 0; row < lines.size(); row++) {
            reasonMustFit(sheet.rows().get(row), lines.get(row));
        }
    }

    private static void reasonMustFit(BatchSheet.Row row, Line line) {
        var fits =
                row.hint().isEmpty() ? line.reason().isEmpty() : line.reason().contains(row.hint());
        if (!fits) {
            throw new UntrueException(
                    "reason in report.csv, line " + row.line() + " of the batch",
                    row.hint().isEmpty() ? "none" : "one that mentions " + row.hint(),
                    line.reason());
        }
    }
}
