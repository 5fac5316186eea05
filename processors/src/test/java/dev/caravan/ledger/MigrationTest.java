package dev.caravan.ledger;

import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import dev.caravan.access.Principal;
import dev.caravan.access.Reach;
import dev.caravan.access.Role;
import dev.caravan.board.Activation;
import dev.caravan.board.BoardState;
import dev.caravan.board.GivenKey;
import dev.caravan.certificate.RevocationReason;
import dev.caravan.ledger.Subscription.Signature;

import static org.assertj.core.api.Assertions.assertThat;

/** A ledger that an earlier version has written is worked on by this one. */
class MigrationTest {

    @TempDir
    Path data;

    /** The databases under the ledger. */
    enum Engine {
        SQLITE,
        POSTGRESQL
    }

    static Stream<Engine> engines() {
        return Stream.of(Engine.values());
    }

    @ParameterizedTest
    @MethodSource("engines")
    void stoppedBatchOfTheFirstVersionGoesOnWhereItWas(Engine engine) {
        var open = written(engine, "1", """
                INSERT INTO batch (id, name, file, sha256, state, row_count, created_at) VALUES
                    ('half-read', 'half-read', 'half-read.csv', 'aa', 'STOPPED', 2, 1),
                    ('read', 'read', 'read.csv', 'bb', 'STOPPED', 2, 1);
                INSERT INTO board (guid, batch_id, chunk, line, state, attributes, updated_at) VALUES
                    ('g1', 'half-read', 0, 2, 'CERTIFIED', '{}', 1),
                    ('g2', 'read', 0, 2, 'CERTIFIED', '{}', 1);
                INSERT INTO refused_row VALUES ('read', 3, 'x', 'REJECTED', 'no GUID');
                """);

        try (var ledger = TestLedger.of(open.get())) {
            var retries = new Retries(ledger.database(), 500);
            retries.batch("half-read", TestLedger.ASKER);
            retries.batch("read", TestLedger.ASKER);

            assertThat(ledger.batches().find("half-read").orElseThrow().state()).isEqualTo(Batch.State.READING);
            assertThat(ledger.batches().find("read").orElseThrow().state()).isEqualTo(Batch.State.WORKING);
        }
    }

    /** As a ledger that has lived through all of them has: no version is forgotten here, and none that is yet to come. */
    @ParameterizedTest
    @MethodSource("engines")
    void batchThatWasLeftAtAnyEarlierVersionIsWorkedToItsEnd(Engine engine) {
        var url = newDatabase(engine);
        var versions = versions();
        for (var index = 0; index < versions.size(); index++) {
            write(engine, url, versions.get(index), """
                    INSERT INTO batch (id, name, file, sha256, state, row_count, created_at) VALUES
                        ('of-%1$s', 'of-%1$s', 'of-%1$s.csv', 'aa', 'WORKING', 1, 1);
                    INSERT INTO chunk (batch_id, number, stage, owner, attempt, lease_until) VALUES
                        ('of-%1$s', 0, 'DELIVER', 'a process of then', 3, 5);
                    INSERT INTO board (guid, batch_id, chunk, line, state, attributes, thumbprint, updated_at) VALUES
                        ('%2$s', 'of-%1$s', 0, 2, 'ENROLLED', '{"colour":"red"}', 'AB', 1);
                    """.formatted(versions.get(index), TestLedger.guid(index)));
        }

        try (var ledger = TestLedger.of(open(engine, url))) {
            for (var index = 0; index < versions.size(); index++) {
                var batch = "of-" + versions.get(index);
                assertThat(ledger.board(index).attributes()).as(batch).containsEntry("colour", "red");
                var claim = ledger.chunks()
                        .claim(new ChunkRef(batch, 0), Stage.DELIVER)
                        .orElseThrow();
                ledger.chunks().advance(claim);
                ledger.completed(batch, 1);

                assertThat(claim.attempt()).as(batch).isEqualTo(4);
                assertThat(ledger.batches().counts(batch).boards())
                        .as(batch)
                        .containsExactly(Map.entry(BoardState.ENROLLED, 1L));
                assertThat(ledger.batches().find(batch).orElseThrow().state())
                        .as(batch)
                        .isEqualTo(Batch.State.COMPLETE);
            }
        }
    }

    /** Those that a ledger may have been left at: of two that landed together, the second. */
    private static List<String> versions() {
        var source = new DriverManagerDataSource("jdbc:sqlite::memory:");
        var versions = Stream.of(SqliteLedger.migrations(source).load().info().all())
                .map(migration -> migration.getVersion().getVersion())
                .filter(version -> !version.equals("8"))
                .toList();
        assertThat(versions).hasSizeGreaterThan(28);
        return versions;
    }

    @ParameterizedTest
    @MethodSource("engines")
    void eventsOfTheVersionWithoutStreamsAreReadOn(Engine engine) {
        var open = written(engine, "6", """
                INSERT INTO event (id, position, at, type, subject, data) VALUES
                    ('e1', 1, 5, 'board.enrolled', 'g1', '{}'),
                    ('e2', NULL, 6, 'board.activated', 'g1', '{}');
                UPDATE event_counter SET last = 1;
                """);

        try (var ledger = TestLedger.of(open.get())) {
            var events = new Events(ledger.database());

            assertThat(events.read(
                                    new Reach.Everything(),
                                    events.read(new Reach.Everything(), null, 1).next(),
                                    10)
                            .events())
                    .extracting(Events.Event::id)
                    .containsExactly("e2");
        }
    }

    @ParameterizedTest
    @MethodSource("engines")
    void batchThatWasHalfReadBeforeReadingWasClaimedIsReadOn(Engine engine) {
        var open = written(engine, "8.1", """
                INSERT INTO batch (id, name, file, sha256, state, row_count, created_at) VALUES
                    ('line-7', 'line-7', 'line-7.csv', 'aa', 'READING', 1, 1);
                """);

        try (var ledger = TestLedger.of(open.get())) {
            assertThat(ledger.readings("hub-a", "1").due()).containsExactly("line-7");
            assertThat(ledger.readings("hub-a", "1").claim("line-7")).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("engines")
    void eventsOfTheVersionWithoutSubscriptionsAreSentToOneOfThisWhenItAsksForThem(Engine engine) {
        var open = written(engine, "6", """
                INSERT INTO event (id, position, at, type, subject, data) VALUES
                    ('e1', 1, 5, 'board.enrolled', 'g1', '{"guid":"g1"}'),
                    ('e2', NULL, 6, 'board.activated', 'g1', '{"guid":"g1"}');
                UPDATE event_counter SET last = 1;
                """);

        try (var ledger = TestLedger.of(open.get())) {
            var turns = new Turns(ledger.database(), "hub-a", "1", Duration.ofMinutes(5));
            var subscriptions = new Subscriptions(ledger.database());
            subscriptions.add(new Subscriptions.Wish(
                    "s1",
                    "erp",
                    "https://erp.example",
                    Set.of(),
                    null,
                    new Subscriptions.Key(Signature.HMAC, "sealed", null)));
            subscriptions.replay("erp", "s1", 1);
            var turn = turns.take("s1").orElseThrow();
            var events = new Events(ledger.database()).after(new Reach.Everything(), 0, 10);
            var deliveries = new Deliveries(ledger.database(), turns);
            deliveries.readOn(turn, turns.renew(turn), events.size());

            assertThat(deliveries.list("s1", null, 0, 10))
                    .extracting(Delivery::eventId)
                    .containsExactly("e1", "e2");
        }
    }

    @ParameterizedTest
    @MethodSource("engines")
    void activationOfAVersionThatDidNotWriteDownWhoAsksIsEndedAsNobodys(Engine engine) {
        var open = written(engine, "13", """
                INSERT INTO batch (id, name, file, sha256, state, row_count, created_at, read_at) VALUES
                    ('line-7', 'line-7', 'line-7.csv', 'aa', 'COMPLETE', 1, 1, 1);
                INSERT INTO board (guid, batch_id, chunk, line, state, attributes, thumbprint, updated_at, intent,
                        intent_at) VALUES
                    ('0f8fad5b-d9cb-469f-a165-000000000001', 'line-7', 0, 2, 'ENROLLED', '{}', 'AB', 1,
                        '{"iotHub":"plant-a.azure-devices.net","tags":{},"desired":{}}', 1);
                """);

        try (var ledger = TestLedger.of(open.get())) {
            var intent = ledger.boards().intents(Duration.ZERO).get(0);
            ledger.boards().activated(intent.board().guid(), intent.activation(), null);

            assertThat(new AuditLog(ledger.database()).events("line-7", 0, 10))
                    .extracting(AuditEvent::detail)
                    .containsExactly("{\"iotHub\":\"plant-a.azure-devices.net\"}");
        }
    }

    @ParameterizedTest
    @MethodSource("engines")
    void boardThatWasActivatedBeforeFirstBootsWereLookedForIsLookedFor(Engine engine) {
        var open = written(engine, "13", """
                INSERT INTO batch (id, name, file, sha256, state, row_count, created_at) VALUES
                    ('line-7', 'line-7', 'line-7.csv', 'aa', 'COMPLETE', 1, 1);
                INSERT INTO board (guid, batch_id, chunk, line, state, attributes, activation, activated_at, updated_at) VALUES
                    ('0f8fad5b-d9cb-469f-a165-000000000001', 'line-7', 0, 2, 'ACTIVATED', '{}',
                     '{"iotHub":"plant-a.azure-devices.net","tags":{},"desired":{}}', 1, 1);
                """);

        try (var ledger = TestLedger.of(open.get())) {
            var firstBoots = new FirstBoots(ledger.database());

            assertThat(firstBoots.due(10)).containsExactly(TestLedger.guid(1));
            assertThat(firstBoots.seen(TestLedger.guid(1), "plant-a.azure-devices.net", null))
                    .isEqualTo(new FirstBoots.Sight(true, null));
        }
    }

    @ParameterizedTest
    @MethodSource("engines")
    void subscriptionOfTheVersionWithOneSignatureGoesOnWithIt(Engine engine) {
        var open = written(engine, "18", """
                INSERT INTO subscription (id, owner, url, types, state, secret, read_to, created_at) VALUES
                    ('s1', 'erp', 'https://erp.example', '[]', 'ACTIVE', 'sealed', 0, 1);
                """);

        try (var ledger = TestLedger.of(open.get())) {
            var subscription =
                    new Subscriptions(ledger.database()).find("erp", "s1").orElseThrow();

            assertThat(subscription.signature()).isEqualTo(Signature.HMAC);
            assertThat(subscription.publicKey()).isNull();
        }
    }

    @ParameterizedTest
    @MethodSource("engines")
    void ledgerOfTheVersionBeforeKeysOfRequestsRemembersRequests(Engine engine) {
        var open = written(engine, "13", """
                INSERT INTO access_key (id, hash, name, role, consignees, created_at, expires_at) VALUES
                    ('k1', 'aa', 'erp', 'OPERATOR', '[]', 1, 2);
                """);

        try (var ledger = TestLedger.of(open.get())) {
            var keys = new RequestKeys(ledger.database(), "hub-a", "1");
            var key = new RequestKey("erp", "POST", "/api/v1/batches", "aa");

            assertThat(keys.begin(key, "f1", true)).isEqualTo(new KnownRequest.Begun(key, 1));
        }
    }

    @ParameterizedTest
    @MethodSource("engines")
    void boardsThatWereActivatedBeforeHubsWereCountedAreCountedAndListedByTheirHub(Engine engine) {
        var open = written(engine, "13", """
                INSERT INTO batch (id, name, file, sha256, state, row_count, created_at) VALUES
                    ('line-7', 'line-7', 'line-7.csv', 'aa', 'COMPLETE', 2, 1);
                INSERT INTO board (guid, batch_id, chunk, line, state, attributes, activation, updated_at) VALUES
                    ('0f8fad5b-d9cb-469f-a165-000000000001', 'line-7', 0, 2, 'REGISTERED', '{}',
                     '{"iotHub":"a.example","tags":{},"desired":{}}', 1),
                    ('0f8fad5b-d9cb-469f-a165-000000000002', 'line-7', 0, 3, 'ENROLLED', '{}', NULL, 1);
                """);

        try (var ledger = TestLedger.of(open.get())) {
            var onA = new BoardFilter(null, null, null, null, null, "a.example", null, false);

            assertThat(new HubTally(ledger.database()).boards()).containsExactly(Map.entry("a.example", 1L));
            assertThat(new BoardLists(ledger.database())
                            .page(new Reach.Everything(), onA, BoardOrder.usual(onA), null, 9)
                            .boards())
                    .containsExactly(ledger.board(1));
        }
    }

    @ParameterizedTest
    @MethodSource("engines")
    void boardsThatWereAdoptedBeforeTheyWereCountedAreCounted(Engine engine) {
        var open = written(engine, "18.1", """
                INSERT INTO batch (id, name, file, sha256, state, row_count, created_at) VALUES
                    ('adopted-1', 'adopted-1', '(adopted from DPS)', '00', 'COMPLETE', 2, 1);
                INSERT INTO board (guid, batch_id, chunk, line, state, attributes, activation, updated_at) VALUES
                    ('0f8fad5b-d9cb-469f-a165-000000000001', 'adopted-1', 0, 1, 'ACTIVATED', '{}',
                     '{"iotHub":"a.example","tags":{},"desired":{}}', 1),
                    ('0f8fad5b-d9cb-469f-a165-000000000002', 'adopted-1', 0, 2, 'ACTIVATED', '{}',
                     '{"iotHub":"a.example","tags":{},"desired":{}}', 1);
                UPDATE board SET state = 'DEACTIVATED' WHERE line = 2;
                """);

        try (var ledger = TestLedger.of(open.get())) {
            assertThat(new HubTally(ledger.database()).boards()).containsExactly(Map.entry("a.example", 1L));
        }
    }

    @ParameterizedTest
    @MethodSource("engines")
    void ledgerOfTheVersionWithoutIssuersCountsWhatTheySignFromNowOn(Engine engine) {
        var open = written(engine, "20", """
                INSERT INTO batch (id, name, file, sha256, state, row_count, created_at, read_at) VALUES
                    ('line-7', 'line-7', 'line-7.csv', 'aa', 'WORKING', 2, 1, 1);
                INSERT INTO chunk (batch_id, number, stage) VALUES ('line-7', 0, 'CERTIFY');
                INSERT INTO board (guid, batch_id, chunk, line, state, attributes, updated_at) VALUES
                    ('0f8fad5b-d9cb-469f-a165-000000000001', 'line-7', 0, 2, 'ACCEPTED', '{}', 1),
                    ('0f8fad5b-d9cb-469f-a165-000000000002', 'line-7', 0, 3, 'ACCEPTED', '{}', 1);
                """);

        try (var ledger = TestLedger.of(open.get())) {
            var authorities = new IssuingAuthorities(ledger.database());
            authorities.know("0a", "default", "a chain");
            authorities.know("0a", "default", "another chain");
            var claim = ledger.chunks()
                    .claim(new ChunkRef("line-7", 0), Stage.CERTIFY)
                    .orElseThrow();
            ledger.boards()
                    .certified(
                            claim,
                            List.of(
                                    new CertifiedBoard(TestLedger.guid(1), "AB", "MAo=", "0a"),
                                    new CertifiedBoard(TestLedger.guid(2), "AC", "MAo=", "of somebody else")));

            var known = authorities.find("0a").orElseThrow();
            assertThat(known.issued()).isEqualTo(1);
            assertThat(known.chain()).isEqualTo("a chain");
            assertThat(authorities.list()).containsExactly(known);
            assertThat(authorities.ofBatch("line-7")).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("engines")
    void activatedBoardOfTheVersionWithoutALifecycleIsDeactivated(Engine engine) {
        var open = written(engine, "14", """
                INSERT INTO batch (id, name, file, sha256, state, row_count, created_at) VALUES
                    ('line-7', 'line-7', 'line-7.csv', 'aa', 'COMPLETE', 1, 1);
                INSERT INTO board (guid, batch_id, chunk, line, state, consignee, attributes, thumbprint, activation, updated_at) VALUES
                    ('0f8fad5b-d9cb-469f-a165-000000000001', 'line-7', 0, 2, 'ACTIVATED', 'krone', '{}', 'AB',
                     '{"iotHub":"a.azure-devices.net","tags":{},"desired":{}}', 1);
                INSERT INTO event (id, position, at, type, subject, data) VALUES
                    ('e1', 1, 5, 'board.activated', '0f8fad5b-d9cb-469f-a165-000000000001', '{}');
                UPDATE event_counter SET last = 1;
                """);

        try (var ledger = TestLedger.of(open.get())) {
            var lifecycles = new Lifecycles(ledger.database());
            var wish = new Lifecycles.Wish(Saga.Kind.DEACTIVATION, null, null, TestLedger.ASKER, "stolen");
            lifecycles.finish(lifecycles
                    .begin(ledger.board(1), wish, Duration.ofMinutes(3))
                    .orElseThrow());

            assertThat(ledger.board(1).state()).isEqualTo(BoardState.DEACTIVATED);
            assertThat(new Events(ledger.database()).after(new Reach.Consignees(Set.of("krone")), 0, 10))
                    .extracting(Events.Event::type)
                    .containsExactly("board.activated", "board.deactivated");
        }
    }

    @ParameterizedTest
    @MethodSource("engines")
    void ledgerOfTheVersionBeforeJobsOfActivationsTakesOne(Engine engine) {
        var open = written(engine, "15", """
                INSERT INTO request_key (principal, method, path, digest, attempt, lease_until, status, created_at) VALUES
                    ('erp', 'POST', '/api/v1/activations', 'aa', 1, 1, 201, 1);
                """);

        try (var ledger = TestLedger.of(open.get())) {
            var jobs = new ActivationJobs(ledger.database(), "hub-a", "1", Duration.ofMinutes(5));
            var job = jobs.begin(new Principal("ops", Role.OPERATOR, Set.of()), false);
            jobs.open(job);

            assertThat(jobs.due()).containsExactly(job);
        }
    }

    @ParameterizedTest
    @MethodSource("engines")
    void changeThatWasUnderWayBeforeThereWereReissuesGoesOn(Engine engine) {
        var open = written(engine, "20", """
                INSERT INTO batch (id, name, file, sha256, state, row_count, created_at) VALUES
                    ('line-7', 'line-7', 'line-7.csv', 'aa', 'COMPLETE', 1, 1);
                INSERT INTO board (guid, batch_id, chunk, line, state, attributes, thumbprint, updated_at) VALUES
                    ('0f8fad5b-d9cb-469f-a165-000000000001', 'line-7', 0, 2, 'DEACTIVATING', '{}', 'AB', 1);
                INSERT INTO lifecycle (guid, kind, step, caller, reason, before, begun_at, due_at) VALUES
                    ('0f8fad5b-d9cb-469f-a165-000000000001', 'DEACTIVATION', 'SECOND_LOOK',
                     '{"name":"ops","role":"OPERATOR"}', 'stolen', '{"state":"ACTIVATED"}', 1, 1);
                """);

        try (var ledger = TestLedger.of(open.get())) {
            var lifecycles = new Lifecycles(ledger.database());
            var saga = lifecycles.due(1).get(0);
            assertThat(saga.identity()).isNull();
            lifecycles.finish(saga);

            assertThat(ledger.board(1).state()).isEqualTo(BoardState.DEACTIVATED);
        }
    }

    @ParameterizedTest
    @MethodSource("engines")
    void boardThatWasActivatedBeforeLateTwinsWereKnownIsChangedAndSeen(Engine engine) {
        var open = written(engine, "20", """
                INSERT INTO batch (id, name, file, sha256, state, row_count, created_at) VALUES
                    ('line-7', 'line-7', 'line-7.csv', 'aa', 'COMPLETE', 1, 1);
                INSERT INTO board (guid, batch_id, chunk, line, state, attributes, thumbprint, activation, updated_at) VALUES
                    ('0f8fad5b-d9cb-469f-a165-000000000001', 'line-7', 0, 2, 'ACTIVATED', '{}', 'AB',
                     '{"iotHub":"a.example","tags":{"old":1},"desired":{}}', 1);
                """);

        try (var ledger = TestLedger.of(open.get())) {
            var json = JsonNodeFactory.instance;
            var asked = new Activation("a.example", json.objectNode(), json.objectNode());
            ledger.boards().activated(TestLedger.guid(1), asked, null);
            new FirstBoots(ledger.database()).seen(TestLedger.guid(1), "a.example", null);
            var lateTwins = new LateTwins(ledger.database());

            assertThat(lateTwins.due(9)).containsExactly(TestLedger.guid(1));
            assertThat(lateTwins.take(TestLedger.guid(1)).orElseThrow().tags()).hasToString("{\"old\":1}");
        }
    }

    @ParameterizedTest
    @MethodSource("engines")
    void ledgerThatRememberedNoSerialNumbersDrawsThem(Engine engine) {
        var open = written(engine, "20", """
                INSERT INTO batch (id, name, file, sha256, state, row_count, created_at) VALUES
                    ('line-7', 'line-7', 'line-7.csv', 'aa', 'WORKING', 1, 1);
                """);

        try (var database = open.get()) {
            assertThat(new Serials(database, () -> BigInteger.TEN).next()).isEqualTo(10);
        }
    }

    @ParameterizedTest
    @MethodSource("engines")
    void boardsOfTheVersionBeforeGivenKeysHaveKeysOfTheHub(Engine engine) {
        var open = written(engine, "20", """
                INSERT INTO batch (id, name, file, sha256, state, row_count, created_at) VALUES
                    ('line-7', 'line-7', 'line-7.csv', 'aa', 'WORKING', 2, 1);
                INSERT INTO board (guid, batch_id, chunk, line, state, attributes, updated_at) VALUES
                    ('0f8fad5b-d9cb-469f-a165-000000000001', 'line-7', 0, 2, 'ACCEPTED', '{}', 1),
                    ('0f8fad5b-d9cb-469f-a165-000000000002', 'line-7', 0, 3, 'ACCEPTED', '{}', 1);
                """);

        try (var ledger = TestLedger.of(open.get())) {
            assertThat(ledger.boards().givenKeys().of(new ChunkRef("line-7", 0)))
                    .isEmpty();
            assertThat(ledger.batches().hasKeysOfTheHub("line-7")).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("engines")
    void ledgerWhoseHubsDidNotKnowOfEachOtherCountsThem(Engine engine) {
        var open = written(engine, "25", """
                INSERT INTO batch (id, name, file, sha256, state, row_count, created_at) VALUES
                    ('line-7', 'line-7', 'line-7.csv', 'aa', 'WORKING', 1, 1);
                """);

        try (var database = open.get()) {
            assertThat(new HubsAtWork(database, "hub-a").sayAndCount()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @MethodSource("engines")
    void boardOfTheVersionBeforeRevocationsIsRolledAndRevoked(Engine engine) {
        var open = written(engine, "24", """
                INSERT INTO batch (id, name, file, sha256, state, row_count, created_at) VALUES
                    ('line-7', 'line-7', 'line-7.csv', 'aa', 'COMPLETE', 1, 1);
                INSERT INTO board (guid, batch_id, chunk, line, state, attributes, thumbprint, certificate, activation, updated_at) VALUES
                    ('0f8fad5b-d9cb-469f-a165-000000000001', 'line-7', 0, 2, 'ACTIVATED', '{}', 'AB', 'MAo=',
                     '{"iotHub":"a.azure-devices.net","tags":{},"desired":{}}', 1);
                """);

        try (var ledger = TestLedger.of(open.get())) {
            var rolls = new Rolls(ledger.database());
            var lease = Duration.ofMinutes(3);
            var roll = rolls.begin(ledger.board(1), TestLedger.ASKER, "ends", "rolled", lease)
                    .orElseThrow();
            assertThat(rolls.begin(ledger.board(1), TestLedger.ASKER, "ends", "rolled", lease))
                    .isEmpty();
            assertThat(rolls.second(roll, new CertifiedBoard(roll.guid(), "CD", "MAo=")))
                    .isTrue();
            rolls.lookAgain(roll, "waits");
            assertThat(ledger.board(1).reason()).isEqualTo("waits");
            assertThat(rolls.due(9)).isEmpty();

            var lifecycles = new Lifecycles(ledger.database());
            var wish = Lifecycles.Wish.revocation(RevocationReason.KEY_COMPROMISE, TestLedger.ASKER, "stolen");
            lifecycles.finish(lifecycles.begin(ledger.board(1), wish, lease).orElseThrow());

            assertThat(ledger.board(1).state()).isEqualTo(BoardState.REVOKED);
            assertThat(rolls.find(roll.guid())).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("engines")
    void boardThatWasParkedUntilItsRequestComesIsAwaitingItAndGoesOn(Engine engine) {
        var open = written(engine, "25", """
                INSERT INTO batch (id, name, file, sha256, state, row_count, created_at, read_at) VALUES
                    ('line-7', 'line-7', 'line-7.csv', 'aa', 'COMPLETE', 3, 1, 1);
                INSERT INTO chunk (batch_id, number, stage) VALUES ('line-7', 0, 'DONE');
                INSERT INTO board (guid, batch_id, chunk, line, state, parked_from, reason, key_mode, attributes, updated_at) VALUES
                    ('0f8fad5b-d9cb-469f-a165-000000000001', 'line-7', 0, 2, 'PARKED', 'ACCEPTED', 'waits', 'EST', '{}', 1),
                    ('0f8fad5b-d9cb-469f-a165-000000000002', 'line-7', 0, 3, 'PARKED', 'CERTIFIED', 'no', 'EST', '{}', 1),
                    ('0f8fad5b-d9cb-469f-a165-000000000003', 'line-7', 0, 4, 'PARKED', 'CERTIFIED', 'no', NULL, '{}', 1);
                """);

        try (var ledger = TestLedger.of(open.get())) {
            assertThat(ledger.board(1).state()).isEqualTo(BoardState.AWAITING);
            assertThat(ledger.board(1).reason()).isNull();
            var counts = ledger.batches().counts("line-7");
            assertThat(counts.of(BoardState.AWAITING)).isEqualTo(1);
            assertThat(counts.of(BoardState.PARKED)).isEqualTo(2);
            var requests = new AwaitedRequests(ledger.database(), 500);
            var key = new GivenKey(GivenKey.Mode.EST, "a key", "d".repeat(64));
            assertThat(requests.grant(TestLedger.certificate(1), key, TestLedger.ASKER))
                    .isEqualTo(AwaitedRequests.Grant.RECORDED);
            assertThat(requests.resume()).containsExactly(new ChunkRef("line-7", 1));
            assertThat(ledger.board(1).state()).isEqualTo(BoardState.ACCEPTED);
        }
    }

    /** A database at that version with these rows in it; the answer opens it with this one. */
    private Supplier<LedgerDatabase> written(Engine engine, String version, String rows) {
        var url = newDatabase(engine);
        write(engine, url, version, rows);
        return () -> open(engine, url);
    }

    private String newDatabase(Engine engine) {
        return engine == Engine.SQLITE ? "jdbc:sqlite:" + data.resolve("ledger.db") : Postgres.newDatabase();
    }

    private static void write(Engine engine, String url, String version, String rows) {
        var source = new DriverManagerDataSource(url, Postgres.USER, Postgres.PASSWORD);
        FluentConfiguration migrations = engine == Engine.SQLITE
                ? SqliteLedger.migrations(source)
                : PostgresLedger.migrations(url, Postgres.USER, Postgres.PASSWORD);
        migrations.target(version).load().migrate();
        var database = JdbcClient.create(source);
        for (var statement : rows.split(";\n")) {
            database.sql(statement).update();
        }
    }

    private LedgerDatabase open(Engine engine, String url) {
        return engine == Engine.SQLITE
                ? LedgerDatabase.open(data.resolve("ledger.db"))
                : LedgerDatabase.open(url, Postgres.USER, Postgres.PASSWORD);
    }
}
