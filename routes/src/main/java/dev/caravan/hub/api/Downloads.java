package dev.caravan.hub.api;

import java.time.Duration;

import org.apache.camel.Exchange;
import org.apache.camel.support.SynchronizationAdapter;

/**
 * Files that are made while they are sent. Whoever reads slowly holds a thread for as long: so one caller has two at once,
 * and all together a few.
 */
public final class Downloads {

    private static final int EACH = 2;
    private static final int TOGETHER = 6;
    private static final Duration RETRY = Duration.ofSeconds(15);

    private final Places places = new Places(EACH, TOGETHER);

    /** The caller has a place until the answer is sent, or cannot be sent any more. */
    void begin(Exchange exchange) {
        var place = places.take(Caller.of(exchange.getMessage()).name(), "files that are being sent", RETRY)
                .orElseThrow(() -> Places.full("All places for files that are sent are taken", RETRY));
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onDone(Exchange sent) {
                place.close();
            }
        });
    }
}
