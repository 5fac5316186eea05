package dev.caravan.emulator.fault;

import org.jspecify.annotations.Nullable;

import dev.caravan.emulator.change.Changes;
import dev.caravan.emulator.fault.Attempt.Plane;
import dev.caravan.emulator.wire.Transport;
import dev.caravan.emulator.wire.tls.Handshakes;

/** The faults that hit a connection before anybody knows what it is for; only a refused handshake is written down. */
public final class TlsFaults implements Handshakes {

    private static final String HANDSHAKE = "tlsHandshake";

    private final Faults faults;
    private final History history;
    private final Changes changes;

    /** Judges by these faults. */
    public TlsFaults(Faults faults, History history, Changes changes) {
        this.faults = faults;
        this.history = history;
        this.changes = changes;
    }

    @Override
    public boolean areJudged() {
        return faults.concernTls();
    }

    @Override
    public Fate judge(@Nullable String server, Transport transport) {
        var attempt = Attempt.single(Plane.TLS, HANDSHAKE, server, "HELLO", "", null);
        return faults.judgeTls(attempt, transport)
                .map(fault -> refuse(attempt, transport, fault))
                .orElse(Fate.GOES_ON);
    }

    private Fate refuse(Attempt attempt, Transport transport, Fault fault) {
        history.add(attempt, transport, Gate.NOTHING, fault.id());
        changes.happened();
        return fault.action() instanceof FaultAction.RefuseTls refusal && refusal.alert() ? Fate.ALERT : Fate.RESET;
    }
}
