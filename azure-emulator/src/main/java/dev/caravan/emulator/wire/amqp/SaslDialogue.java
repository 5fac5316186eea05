package dev.caravan.emulator.wire.amqp;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

import org.apache.qpid.proton.engine.Sasl;
import org.apache.qpid.proton.engine.SaslListener;
import org.apache.qpid.proton.engine.Transport;

import dev.caravan.emulator.wire.Peer;

/** The server's side of SASL, for clients that begin with it; a client may also begin with AMQP at once. */
final class SaslDialogue implements SaslListener {

    private static final String PLAIN = "PLAIN";
    private static final String[] MECHANISMS = {"EXTERNAL", "MSSBCBS", "ANONYMOUS", PLAIN};

    private final AmqpSite site;
    private final Peer peer;
    private Login login = new Login.Nameless();
    private boolean refused;

    SaslDialogue(AmqpSite site, Peer peer) {
        this.site = site;
        this.peer = peer;
    }

    void listenOn(Transport transport) {
        var sasl = transport.sasl();
        sasl.server();
        sasl.allowSkip(true);
        sasl.setMechanisms(MECHANISMS);
        sasl.setListener(this);
    }

    Login login() {
        return login;
    }

    boolean refused() {
        return refused;
    }

    @Override
    public void onSaslInit(Sasl sasl, Transport transport) {
        var response = new byte[sasl.pending()];
        sasl.recv(response, 0, response.length);
        var chosen = sasl.getRemoteMechanisms();
        var good = chosen.length == 1 && isGood(chosen[0], response);
        refused = !good;
        sasl.done(good ? Sasl.SaslOutcome.PN_SASL_OK : Sasl.SaslOutcome.PN_SASL_AUTH);
    }

    private boolean isGood(String mechanism, byte[] response) {
        if (!mechanism.equals(PLAIN)) {
            return List.of(MECHANISMS).contains(mechanism);
        }
        return plain(response)
                .filter(plain -> site.admits(plain, peer))
                .map(plain -> login = plain)
                .isPresent();
    }

    /** RFC 4616: authorization identity, user and password, each but the first after a zero byte. */
    private static Optional<Login.Plain> plain(byte[] response) {
        var parts = new String(response, StandardCharsets.UTF_8).split("\0", -1);
        return parts.length == 3 ? Optional.of(new Login.Plain(parts[1], parts[2])) : Optional.empty();
    }

    /** No mechanism here asks back. */
    @Override
    public void onSaslResponse(Sasl sasl, Transport transport) {
        refused = true;
        sasl.done(Sasl.SaslOutcome.PN_SASL_AUTH);
    }

    @Override
    public void onSaslMechanisms(Sasl sasl, Transport transport) {}

    @Override
    public void onSaslChallenge(Sasl sasl, Transport transport) {}

    @Override
    public void onSaslOutcome(Sasl sasl, Transport transport) {}
}
