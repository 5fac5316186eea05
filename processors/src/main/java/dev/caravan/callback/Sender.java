package dev.caravan.callback;

import java.time.Clock;
import java.util.ArrayList;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.caravan.ledger.Events.Event;
import dev.caravan.ledger.Turn.Errand;

/** Makes a signed message of an event and calls the receiver with it. Thread-safe. */
public final class Sender {

    private static final Logger LOG = LoggerFactory.getLogger(Sender.class);

    private final Vault vault;
    private final Caller caller;
    private final Clock clock;

    /** @param clock the receiver compares it with its own */
    public Sender(Vault vault, Caller caller, Clock clock) {
        this.vault = vault;
        this.caller = caller;
        this.clock = clock;
    }

    Outcome send(String subscription, Errand errand, Event event) {
        try {
            var secrets = new ArrayList<byte[]>();
            secrets.add(vault.open(errand.secret(), subscription));
            if (errand.previousSecret() != null) {
                secrets.add(vault.open(errand.previousSecret(), subscription));
            }
            var body = CloudEvent.json(event);
            var headers = Signing.headers(event.id(), clock.instant(), body, errand.signature(), secrets);
            return caller.post(errand.url(), CloudEvent.MEDIA_TYPE, headers, body);
        } catch (RuntimeException broken) {
            LOG.atError()
                    .addKeyValue("subscription", subscription)
                    .addKeyValue("event", event.id())
                    .addKeyValue("words", broken.getMessage())
                    .log("an event could not be sent");
            return new Outcome.Failed(null, "the hub could not send it; its log says why");
        }
    }
}
