package dev.caravan.lifecycle;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

import dev.caravan.activation.ActivationOutcome;
import dev.caravan.activation.ActivationSettings;
import dev.caravan.activation.Activator;
import dev.caravan.board.Activation;
import dev.caravan.board.BoardState;
import dev.caravan.certificate.LeafIssuer;
import dev.caravan.certificate.RevocationList;
import dev.caravan.certificate.RevocationReason;
import dev.caravan.certificate.RevokedCertificate;
import dev.caravan.custody.IdentityExit;
import dev.caravan.custody.IdentityRecord;
import dev.caravan.custody.TestIdentities;
import dev.caravan.enrollment.FakeDps;
import dev.caravan.ledger.FirstBoots;
import dev.caravan.ledger.Lifecycles;
import dev.caravan.ledger.Revocations;
import dev.caravan.ledger.Settled;
import dev.caravan.ledger.Stage;
import dev.caravan.ledger.TestLedger;
import dev.caravan.registry.FakeRegistries;

import static dev.caravan.ledger.TestLedger.ASKER;
import static dev.caravan.ledger.TestLedger.guid;

/** Boards in a real ledger, in a DPS and in IoT Hub A, and what gives them another identity or takes theirs away. */
abstract class OnPlant {

    static final String A = "plant-a.azure-devices.net";

    @TempDir
    Path data;

    FakeDps dps = new FakeDps();
    FakeRegistries hubs = new FakeRegistries(A);
    LeafIssuer issuer;
    TestLedger ledger;
    /** Where the hub has its files. */
    Path home;

    @BeforeEach
    void begin() {
        issuer = TestIdentities.issuer(data);
        open(data);
    }

    /** Begins with nothing, in this folder; overridden, with the boards that all tests of the class want. */
    void open(Path folder) {
        home = folder;
        ledger = TestLedger.sqlite(folder.resolve("ledger.db"));
        dps = new FakeDps();
        hubs = new FakeRegistries(A);
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    /** Boards numbered from 1, with certificates of the issuer; their batch is at its end. */
    final void enrolled(int boards) {
        var chunk = ledger.accepted("line-7", boards);
        var claim = ledger.chunks().claim(chunk, Stage.CERTIFY).orElseThrow();
        var made = ledger.boards().of(chunk, BoardState.ACCEPTED).stream()
                .map(board -> IdentityRecord.certified(issuer.issue(board.guid())))
                .toList();
        ledger.boards().certified(claim, made);
        ledger.chunks().advance(claim);
        claim = ledger.chunks().claim(chunk, Stage.ENROLL).orElseThrow();
        ledger.boards()
                .settled(
                        claim,
                        made.stream()
                                .<Settled>map(board -> new Settled.Enrolled(board.guid(), true))
                                .toList());
        ledger.chunks().advance(claim);
        ledger.chunks().advance(ledger.chunks().claim(chunk, Stage.DELIVER).orElseThrow());
        made.forEach(board -> dps.put(board.guid(), FakeDps.disabled(board.thumbprint())));
    }

    /** The board is activated on hub A, and has registered there. */
    final void registered(int number) {
        activate(number, "hall 3");
        dps.assigned(guid(number), A);
        registeredWith(number, ledger.board(number).requireThumbprint());
    }

    /** A board that DPS has let in has registered with this certificate. */
    final void registeredWith(int number, String thumbprint) {
        var json = JsonNodeFactory.instance;
        hubs.add(A, guid(number), json.objectNode(), json.objectNode());
        hubs.registeredWith(A, guid(number), thumbprint);
        new FirstBoots(ledger.database()).seen(guid(number), A, null);
    }

    final ActivationOutcome activate(int number, String site) {
        var json = JsonNodeFactory.instance;
        var board = ledger.board(number);
        var asked = new Activation(A, json.objectNode().put("site", site), json.objectNode());
        return activator().activate(board, asked, OptionalLong.of(board.version()), ASKER);
    }

    final Activator activator() {
        return new Activator(ledger.boards(), dps, hubs, new ActivationSettings(List.of(A)));
    }

    final Lifecycle lifecycle() {
        return lifecycle(TestIdentities.clear(home));
    }

    final Lifecycle lifecycle(IdentityExit exit) {
        return new Lifecycle(
                ledger.boards(),
                new Lifecycles(ledger.database()),
                dps,
                hubs,
                activator()::takeOver,
                TestIdentities.with(issuer, exit, ledger),
                new LifecycleSettings(Duration.ZERO));
    }

    /** Why the certificate is on its authority's list; empty if it is not. */
    final List<RevocationReason> listed(String certificate) {
        var revoked = RevokedCertificate.of(certificate).orElseThrow();
        var revocations = new Revocations(ledger.database());
        var entries = new ArrayList<RevocationList.Entry>();
        revocations.entries(revocations.begin(revoked.issuer(), Instant.EPOCH)).forEachRemaining(entries::add);
        return entries.stream()
                .filter(entry -> entry.serial().equals(revoked.serial()))
                .map(RevocationList.Entry::reason)
                .toList();
    }
}
