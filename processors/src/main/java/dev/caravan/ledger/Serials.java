package dev.caravan.ledger;

import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serial numbers that no certificate has had. They are drawn many at a time, and in the ledger before the first of them is
 * used; what a hub has drawn and not used when it ends is used by nobody. Any number of threads may ask at once.
 */
public final class Serials {

    private static final Logger LOG = LoggerFactory.getLogger(Serials.class);
    private static final int AT_ONCE = 500;
    private static final int HEX = 16;

    private final LedgerDatabase database;
    private final Supplier<BigInteger> random;
    private final Deque<BigInteger> unused = new ArrayDeque<>();

    /** @param random draws one; nothing is asked of it but that it does not repeat itself all the time */
    public Serials(LedgerDatabase database, Supplier<BigInteger> random) {
        this.database = database;
        this.random = random;
    }

    /** @throws IllegalStateException if all that could be drawn have been drawn before */
    public synchronized BigInteger next() {
        if (unused.isEmpty()) {
            draw();
        }
        return unused.remove();
    }

    private void draw() {
        var drawn = Stream.generate(random).limit(AT_ONCE).toList();
        unused.addAll(database.inTransaction(() -> neverSeen(drawn)));
        if (unused.size() < AT_ONCE) {
            LOG.atError()
                    .addKeyValue("repeated", AT_ONCE - unused.size())
                    .log("serial numbers drawn at random were drawn before and are not used: the random source of this"
                            + " machine repeats itself, as it does in a copy of a running virtual machine");
        }
        if (unused.isEmpty()) {
            throw new IllegalStateException("each of " + AT_ONCE + " serial numbers that were drawn at random was drawn"
                    + " before: no certificate is issued until the random source of this machine is mended");
        }
    }

    private List<BigInteger> neverSeen(List<BigInteger> drawn) {
        var added = database.batchWriter()
                .batchUpdate(
                        "INSERT INTO certificate_serial (serial) VALUES (?) ON CONFLICT DO NOTHING",
                        drawn.stream()
                                .map(serial -> new Object[] {serial.toString(HEX)})
                                .toList());
        var fresh = new ArrayList<BigInteger>();
        for (var index = 0; index < added.length; index++) {
            if (added[index] == 1) {
                fresh.add(drawn.get(index));
            }
        }
        return fresh;
    }
}
