package dev.caravan.hub.batch;

import java.io.File;

import org.apache.camel.Exchange;
import org.apache.camel.LoggingLevel;
import org.apache.camel.builder.RouteBuilder;

import dev.caravan.batch.FileStillGrowingException;
import dev.caravan.batch.Intake;
import dev.caravan.batch.Intake.Taken;
import dev.caravan.batch.UnreadableBatchException;
import dev.caravan.hub.FailurePolicies;

/**
 * Takes batch files from the inbox when they are complete: files that end in {@code .part} are left alone, others are
 * taken once their size has been stable for a while. A file is snapshotted and registered first; its rows are read in a
 * flow of their own.
 */
public final class IntakeRoutes extends RouteBuilder {

    /** Takes a {@link dev.caravan.ledger.ChunkRef} whose boards are in the ledger. */
    static final String CHUNK_ACCEPTED = "direct:chunk-accepted";

    private static final String RESTING_PLACE = "CaravanRestingPlace";

    private final Intake intake;

    public IntakeRoutes(Intake intake) {
        this.intake = intake;
    }

    @Override
    public void configure() {
        var accepted = getContext().createProducerTemplate();
        // @formatter:off
        from("{{caravan.endpoint.inbox}}&move=RAW(${header." + RESTING_PLACE + "})").routeId("take-batch-file")
            .onException(UnreadableBatchException.class)
                .handled(true)
                .process(this::quarantine)
                .log(LoggingLevel.WARN, "dev.caravan.hub", "quarantined: ${exception.message}")
            .end()
            .onException(FileStillGrowingException.class)
                .logExhausted(false)
            .end()
            .onException(Exception.class)
                .logExhausted(false)
                .log(LoggingLevel.WARN, "dev.caravan.hub", "${file:name} stays in the inbox and is tried again: ${exception.message}")
            .end()
            .transform().body(File.class, file -> intake.take(file.toPath()))
            .setHeader(RESTING_PLACE).body(Taken.class, taken -> taken.restingPlace().toString())
            .log(LoggingLevel.INFO, "dev.caravan.hub", "${body.message}")
            .filter(simple("${body.toBeRead}"))
                .transform().body(Taken.class, Taken::batch)
                .to("{{caravan.endpoint.read}}");

        from("{{caravan.endpoint.read}}").routeId("read-batch")
            .routeConfigurationId(FailurePolicies.LEAVE_TO_SWEEPER)
            .process(message -> intake.read(
                message.getMessage().getBody(String.class),
                chunk -> accepted.sendBody(CHUNK_ACCEPTED, chunk)))
            .to("{{caravan.endpoint.settled}}");

        from(CHUNK_ACCEPTED).routeId("chunk-accepted")
            .marshal().json()
            .to("{{caravan.endpoint.certify}}");
        // @formatter:on
    }

    private void quarantine(Exchange failed) {
        var reason = failed.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        var file = failed.getMessage().getBody(File.class).toPath();
        failed.getMessage()
                .setHeader(RESTING_PLACE, intake.quarantine(file, reason).toString());
    }
}
