package dev.caravan.hub.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.builder.RouteBuilder;
import org.springframework.http.ContentDisposition;

import dev.caravan.hub.api.Problem.Kind;
import dev.caravan.ledger.Batch;
import dev.caravan.ledger.Batches;

/** Sends a batch's report, as it lies in the outbox, to whoever has no access to that folder. */
public final class BatchReportRoutes extends RouteBuilder {

    static final String BATCH_REPORT = "direct:batch-report";

    private final Batches batches;
    private final Path outbox;
    private final Downloads downloads;

    public BatchReportRoutes(Batches batches, Path outbox, Downloads downloads) {
        this.batches = batches;
        this.outbox = outbox;
        this.downloads = downloads;
    }

    @Override
    public void configure() {
        // @formatter:off
        from(BATCH_REPORT).routeId("batch-report").routeConfigurationId(Problems.ANSWER_WITH_PROBLEM)
            // Cached, the whole file would be in memory first.
            .streamCache("false")
            .process(downloads::begin)
            .process(request -> answer(request.getMessage()));
        // @formatter:on
    }

    private void answer(Message message) {
        var id = Answer.required(message, "id");
        var report = report(batches.find(id).orElseThrow(() -> BoardQueries.unknownBatch(id)));
        message.removeHeaders("*");
        message.setHeader(Exchange.CONTENT_TYPE, BoardListRoutes.CSV + ";charset=UTF-8;header=present");
        message.setHeader(
                "Content-Disposition",
                ContentDisposition.attachment()
                        .filename(id + ".report.csv", StandardCharsets.UTF_8)
                        .build()
                        .toString());
        message.setBody(report);
    }

    private InputStream report(Batch batch) {
        if (batch.revision() == 0) {
            throw new ProblemException(Problem.of(
                    Kind.NOT_COMPLETE,
                    "Batch '" + batch.id() + "' is " + batch.state() + ": it has a report when it is COMPLETE."
                            + " GET /api/v1/batches/" + batch.id() + " says how far it is"));
        }
        var file = outbox.resolve(batch.id()).resolve("report.csv");
        try {
            return Files.newInputStream(file);
        } catch (NoSuchFileException taken) {
            throw new ProblemException(Problem.of(
                    Kind.REPORT_TAKEN,
                    "The report of batch '" + batch.id()
                            + "' lies no longer in the outbox: somebody has taken it away"));
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot read " + file, failure);
        }
    }
}
