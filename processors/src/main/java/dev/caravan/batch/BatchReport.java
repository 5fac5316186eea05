package dev.caravan.batch;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Stream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

import dev.caravan.durable.DurableFiles;

/**
 * {@code report.csv}, one line for each row of the input, and {@code summary.json}, whose presence says that the batch is
 * complete. Both are replaced as a whole; everybody may read them.
 */
public final class BatchReport {

    private static final ObjectMapper JSON = new ObjectMapper();
    static final CSVFormat CSV = CSVFormat.RFC4180
            .builder()
            .setHeader("line", "guid", "outcome", "reason")
            .get();

    private BatchReport() {}

    /**
     * Writes the report, streamed, and the summary last. The caller closes the stream of lines.
     *
     * @param folder {@code outbox/<batch>}; created when it is missing
     * @throws IllegalStateException if the lines do not add up to the summary; then neither file is touched
     * @throws UncheckedIOException if a file cannot be written
     */
    public static void write(Path folder, BatchSummary summary, Stream<ReportLine> lines) {
        DurableFiles.folder(folder);
        DurableFiles.writeShared(folder.resolve("report.csv"), out -> writeLines(out, summary, lines));
        DurableFiles.writeShared(folder.resolve("summary.json"), out -> out.write(json(summary)));
        DurableFiles.deleteParts(folder);
    }

    private static void writeLines(OutputStream out, BatchSummary summary, Stream<ReportLine> lines)
            throws IOException {
        var counts = new EnumMap<RowOutcome, Long>(RowOutcome.class);
        var printer = new CSVPrinter(new OutputStreamWriter(out, StandardCharsets.UTF_8), CSV);
        for (var line : (Iterable<ReportLine>) lines::iterator) {
            counts.merge(line.outcome(), 1L, Long::sum);
            printer.printRecord(
                    line.line(),
                    SpreadsheetText.of(line.guid()),
                    line.outcome().word(),
                    SpreadsheetText.of(line.reason()));
        }
        printer.flush();
        requireSame(summary, counts);
    }

    private static void requireSame(BatchSummary summary, Map<RowOutcome, Long> counts) {
        for (var outcome : RowOutcome.values()) {
            long lines = counts.getOrDefault(outcome, 0L);
            if (lines != summary.count(outcome)) {
                throw new IllegalStateException("the report of " + summary.batch() + " has " + lines + " lines "
                        + outcome.word() + ", but the summary says " + summary.count(outcome));
            }
        }
    }

    private static byte[] json(BatchSummary summary) {
        try {
            var text = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(summary.toJson());
            return (text + "\n").getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
