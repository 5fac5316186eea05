package dev.caravan.hub.batch;

import java.io.File;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.caravan.batch.FileStillGrowingException;
import dev.caravan.batch.FileVanishedException;
import dev.caravan.batch.InboxStrays;
import dev.caravan.batch.Intake;
import dev.caravan.batch.Intake.Taken;
import dev.caravan.batch.LateWrites;
import dev.caravan.batch.Reading;
import dev.caravan.batch.RestedFiles;
import dev.caravan.batch.UnreadableBatchException;
import dev.caravan.hub.failure.FailurePolicies;
import dev.caravan.ledger.FailureWords;

/**
 * Takes batch files from the inbox when they are complete: files that end in {@code .part} are left alone, others are
 * taken once they have rested for a while. The file component locks and moves nothing: the intake does, and looks that it
 * moves what it has read. A file is snapshotted and registered first; its rows are read in a
 * flow of their own.
 */
public final class IntakeRoutes extends RouteBuilder {

    /** Takes a {@link dev.caravan.ledger.ChunkRef} whose boards are in the ledger. */
    static final String CHUNK_ACCEPTED = "direct:chunk-accepted";

    private static final String TAKEN = "CaravanTaken";
    private static final Logger HUB = LoggerFactory.getLogger("dev.caravan.hub");

    private final Said said = new Said();

    private final Intake intake;
    private final Reading reading;
    private final RestedFiles rested;
    private final LateWrites late = new LateWrites(System::nanoTime);
    private final List<InboxStrays> strays;
    private final List<Path> furtherInboxes;

    /** @param furtherInboxes folders that files are taken from as from the first, with the same patience */
    public IntakeRoutes(Intake intake, Reading reading, InboxStrays strays, Collection<Path> furtherInboxes) {
        this.intake = intake;
        this.reading = reading;
        this.rested = new RestedFiles(intake, System::nanoTime, HUB::warn);
        this.strays = Stream.concat(
                        Stream.of(strays),
                        furtherInboxes.stream().map(inbox -> new InboxStrays(inbox, System::nanoTime)))
                .toList();
        this.furtherInboxes = List.copyOf(furtherInboxes);
    }

    @Override
    public void configure() {
        var first = getContext().resolvePropertyPlaceholders("{{caravan.endpoint.inbox}}");
        take(first, "take-batch-file");
        for (int place = 0; place < furtherInboxes.size(); place++) {
            var options = first.substring(first.indexOf('?'));
            take("file:" + furtherInboxes.get(place) + options, "take-batch-file-" + (place + 2));
        }
        read();
    }

    private void take(String inbox, String id) {
        // @formatter:off
        from(inbox + "&noop=true&idempotent=false").routeId(id)
            .onException(UnreadableBatchException.class)
                .handled(true)
                .process(this::quarantine)
            .end()
            .onException(FileVanishedException.class)
                .handled(true)
            .end()
            .onException(FileStillGrowingException.class)
                .logExhausted(false)
            .end()
            .onException(Exception.class)
                .logExhausted(false)
                .process(this::sayOnce)
            .end()
            .filter(dropped -> rested.isComplete(dropped.getMessage().getBody(File.class).toPath()))
                .transform().body(File.class, file -> intake.take(file.toPath()))
                .setProperty(TAKEN).body()
                .process(message -> tell(message.getProperty(TAKEN, Taken.class)))
                .filter(simple("${body.toBeRead}"))
                    .transform().body(Taken.class, Taken::batch)
                    .to("{{caravan.endpoint.read}}")
                .end()
                .process(message -> rest(message.getProperty(TAKEN, Taken.class)));
        // @formatter:on
    }

    private void read() {
        var accepted = getContext().createProducerTemplate();
        // @formatter:off
        from("{{caravan.endpoint.strays}}").routeId("clear-strays")
            .process(look -> strays.forEach(this::clear))
            .process(look -> giveBack());

        from("{{caravan.endpoint.read}}").routeId("read-batch")
            .routeConfigurationId(FailurePolicies.LEAVE_TO_SWEEPER)
            .filter(message -> reading.read(
                message.getMessage().getBody(String.class),
                chunk -> accepted.sendBody(CHUNK_ACCEPTED, chunk)))
                .to("{{caravan.endpoint.settled}}");

        from(CHUNK_ACCEPTED).routeId("chunk-accepted")
            .marshal().json()
            .to("{{caravan.endpoint.certify}}");
        // @formatter:on
    }

    /** One that cannot be moved keeps no other one waiting. */
    private void clear(InboxStrays inbox) {
        try {
            inbox.find().forEach(stray -> clear(stray.entry(), stray.reason()));
            said.forget(inbox.toString());
        } catch (UncheckedIOException unreadable) {
            warnOnce(inbox.toString(), FailureWords.of(unreadable));
        }
    }

    private void giveBack() {
        try {
            late.giveBack().forEach(HUB::warn);
        } catch (UncheckedIOException failure) {
            HUB.warn(FailureWords.of(failure));
        }
    }

    private void clear(Path entry, Exception reason) {
        try {
            intake.quarantine(entry, reason);
            said.forget(entry.toString());
            HUB.warn("quarantined: {}", reason.getMessage());
        } catch (FileVanishedException taken) {
            HUB.debug("not quarantined: {}", taken.getMessage());
        } catch (RuntimeException failure) {
            warnOnce(
                    entry.toString(),
                    reason.getMessage() + "; it stays in the inbox, because it cannot be moved out of the way: "
                            + FailureWords.of(failure));
        }
    }

    private void warnOnce(String about, String message) {
        if (said.isNews(about, message)) {
            HUB.warn(message);
        }
    }

    /** Once, also of a file that is taken again and again because it cannot be moved to where it rests. */
    private void tell(Taken taken) {
        rested.forget(taken.input());
        if (said.isNews(taken.input() + TAKEN, taken.message())) {
            HUB.info(taken.message());
        }
    }

    private void rest(Taken taken) {
        intake.rest(taken);
        late.watch(taken);
        said.forget(taken.input().toString());
        said.forget(taken.input() + TAKEN);
    }

    private void sayOnce(Exchange failed) {
        var file = failed.getMessage().getHeader(Exchange.FILE_PATH, String.class);
        var message = failed.getMessage().getHeader(Exchange.FILE_NAME) + " stays in the inbox and is tried again: "
                + FailureWords.of(failed.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class));
        warnOnce(String.valueOf(file), message);
    }

    private void quarantine(Exchange failed) {
        clear(
                failed.getMessage().getBody(File.class).toPath(),
                failed.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class));
    }
}
