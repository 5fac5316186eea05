package dev.caravan.hub.api;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.builder.RouteBuilder;
import org.springframework.http.ContentDisposition;

import dev.caravan.custody.BatchBox;
import dev.caravan.custody.IdentityArchive;
import dev.caravan.hub.api.Problem.Kind;
import dev.caravan.ledger.Batch;
import dev.caravan.ledger.Batches;

/** Sends a batch's sealed identities as one archive, made while it is sent. */
public final class ArchiveRoutes extends RouteBuilder {

    static final String BATCH_IDENTITIES = "direct:batch-identities";
    static final String ZIP = "application/zip";

    private final Batches batches;
    private final Path outbox;
    private final Downloads downloads;

    public ArchiveRoutes(Batches batches, Path outbox, Downloads downloads) {
        this.batches = batches;
        this.outbox = outbox;
        this.downloads = downloads;
    }

    @Override
    public void configure() {
        // @formatter:off
        from(BATCH_IDENTITIES).routeId("batch-identities").routeConfigurationId(Problems.ANSWER_WITH_PROBLEM)
            // Cached, the whole archive would be in memory or in a file first.
            .streamCache("false")
            .process(downloads::begin)
            .process(request -> answer(request.getMessage()));
        // @formatter:on
    }

    private void answer(Message message) {
        var id = Answer.required(message, "id");
        var archive = archive(batches.find(id).orElseThrow(() -> BoardQueries.unknownBatch(id)));
        message.removeHeaders("*");
        message.setHeader(Exchange.CONTENT_TYPE, ZIP);
        message.setHeader(
                "Content-Disposition",
                ContentDisposition.attachment()
                        .filename(id + ".zip", StandardCharsets.UTF_8)
                        .build()
                        .toString());
        message.setBody(archive);
    }

    private IdentityArchive archive(Batch batch) {
        if (batch.state() != Batch.State.COMPLETE) {
            throw new ProblemException(Problem.of(
                    Kind.NOT_COMPLETE,
                    "Batch '" + batch.id() + "' is " + batch.state() + ": its identities can be fetched at once when it"
                            + " is COMPLETE. GET /api/v1/batches/" + batch.id() + " says how far it is"));
        }
        return IdentityArchive.of(outbox, new BatchBox(batch.id(), batch.rows()))
                .orElseThrow(() -> new ProblemException(Problem.of(
                        Kind.NOTHING_SEALED,
                        "No sealed identity of batch '" + batch.id() + "' lies in the outbox: the flashing station has"
                                + " taken them, or none was handed over, or this is the demo, whose identities are not"
                                + " sealed and never leave by this way")));
    }
}
