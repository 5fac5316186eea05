package dev.caravan.batch;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.apache.commons.csv.CSVPrinter;

import dev.caravan.durable.DurableFiles;
import dev.caravan.ledger.Batches;
import dev.caravan.ledger.Foresight.WouldBe;
import dev.caravan.ledger.ReportRow;

/**
 * The files of a dry run. They are named otherwise than those of a batch, so that nobody takes one for the other: {@code
 * summary.json} means that boards are enrolled.
 */
final class DryRunReport {

    private static final ObjectMapper JSON = new ObjectMapper();

    private DryRunReport() {}

    /** @param batches the ledger into which the file was read, and no other batch */
    static DryRun.Forecast write(Path folder, BatchFile file, WouldBe wouldBe, Batches batches) {
        DurableFiles.folder(folder);
        var report = folder.resolve("dryrun-report.csv");
        DurableFiles.write(report, DurableFiles.READABLE, out -> rows(out, wouldBe, batches));
        var counts = batches.counts(wouldBe.batch());
        var forecast = new DryRun.Forecast(
                wouldBe.batch(),
                wouldBe.known(),
                file.rows(),
                counts.inProgress(),
                counts.rejected(),
                counts.duplicate(),
                report);
        DurableFiles.write(folder.resolve("dryrun-summary.json"), json(file, forecast), DurableFiles.READABLE);
        return forecast;
    }

    private static void rows(OutputStream out, WouldBe wouldBe, Batches batches) throws IOException {
        var printer = new CSVPrinter(new OutputStreamWriter(out, StandardCharsets.UTF_8), BatchReport.CSV);
        try (var rows = batches.reportRows(wouldBe.batch())) {
            for (var row : (Iterable<ReportRow>) rows::iterator) {
                printer.printRecord(
                        row.line(),
                        SpreadsheetText.of(row.guid()),
                        word(row.state()),
                        SpreadsheetText.of(row.reason() == null ? "" : row.reason()));
            }
        }
        printer.flush();
    }

    private static String word(String state) {
        return state.equals("ACCEPTED") ? "would be enrolled" : state.toLowerCase(Locale.ROOT);
    }

    private static byte[] json(BatchFile file, DryRun.Forecast forecast) {
        var json = new LinkedHashMap<String, Object>();
        json.put("dryRun", true);
        json.put("file", file.snapshot().fileName());
        json.put("sha256", file.snapshot().sha256());
        json.put("batch", forecast.batch());
        json.put("known", forecast.known());
        json.put("rows", forecast.rows());
        json.put("wouldEnroll", forecast.wouldEnroll());
        json.put("rejected", forecast.rejected());
        json.put("duplicate", forecast.duplicate());
        try {
            return (JSON.writerWithDefaultPrettyPrinter().writeValueAsString(json) + "\n")
                    .getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
