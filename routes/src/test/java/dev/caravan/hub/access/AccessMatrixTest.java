package dev.caravan.hub.access;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

import dev.caravan.access.Principal;
import dev.caravan.access.Role;
import dev.caravan.access.Rules;
import dev.caravan.hub.OneHub;
import dev.caravan.hub.RunningHub;
import dev.caravan.hub.TestGateway;
import dev.caravan.hub.token.TokenHub;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

/**
 * Every operation of the OpenAPI document, as every role with each kind of credential, on a board of its own, of another and of nobody. An operation
 * without a row here fails; its row says what each role gets.
 */
@ExtendWith({OneHub.class, TokenHub.class})
class AccessMatrixTest {

    private static final Path DOCUMENT = Path.of("..", "docs", "openapi.json");
    private static final String UNKNOWN = "3f2504e0-4f89-41d3-9a0c-00000000ffff";

    /** Who gets what: the boards that the answer may be about, or none of it. */
    private enum Gets {
        NOTHING(),
        THE_OPERATION(),
        OWN(RunningHub.OF_KRONE),
        ASSIGNED(RunningHub.OF_KRONE, RunningHub.OF_LEMKEN),
        ALL(RunningHub.OF_KRONE, RunningHub.OF_LEMKEN, RunningHub.ENROLLED);

        private final Set<String> boards;

        Gets(String... boards) {
            this.boards = Set.of(boards);
        }
    }

    private enum Comes {
        WITH_A_KEY,
        WITH_A_PASSWORD,
        WITH_A_TOKEN,
        WITH_A_SIGNATURE;

        private boolean fits(Role role) {
            return (role == Role.GATEWAY) == (this == WITH_A_SIGNATURE);
        }
    }

    private record Who(Role role, Comes comes) {}

    /** In the order of the roles: factory, station, manufacturer, operator, auditor. A gateway has {@link #REPORT} only. */
    private static final Map<String, List<Gets>> ROWS = Map.ofEntries(
            entry("getMe", everybody()),
            entry("changePassword", everybody()),
            entry("listBoards", List.of(Gets.ALL, Gets.NOTHING, Gets.OWN, Gets.ALL, Gets.ASSIGNED)),
            entry("exportBoards", List.of(Gets.ALL, Gets.NOTHING, Gets.OWN, Gets.ALL, Gets.ASSIGNED)),
            entry("getBoard", List.of(Gets.ALL, Gets.NOTHING, Gets.OWN, Gets.ALL, Gets.ASSIGNED)),
            entry("getBoardMetadataSchema", List.of(Gets.ALL, Gets.NOTHING, Gets.OWN, Gets.ALL, Gets.ASSIGNED)),
            entry(
                    "listMetadataSchemas",
                    List.of(
                            Gets.THE_OPERATION,
                            Gets.NOTHING,
                            Gets.THE_OPERATION,
                            Gets.THE_OPERATION,
                            Gets.THE_OPERATION)),
            entry("activateBoard", List.of(Gets.NOTHING, Gets.NOTHING, Gets.OWN, Gets.ALL, Gets.NOTHING)),
            entry("assignBoard", List.of(Gets.ALL, Gets.NOTHING, Gets.NOTHING, Gets.ALL, Gets.NOTHING)),
            entry("deactivateBoard", List.of(Gets.NOTHING, Gets.NOTHING, Gets.OWN, Gets.ALL, Gets.NOTHING)),
            entry("replaceBoard", List.of(Gets.NOTHING, Gets.NOTHING, Gets.OWN, Gets.ALL, Gets.NOTHING)),
            entry("decommissionBoard", List.of(Gets.NOTHING, Gets.NOTHING, Gets.OWN, Gets.ALL, Gets.NOTHING)),
            entry("handOverBoard", List.of(Gets.ALL, Gets.NOTHING, Gets.NOTHING, Gets.ALL, Gets.NOTHING)),
            entry("reissueIdentity", List.of(Gets.ALL, Gets.NOTHING, Gets.NOTHING, Gets.ALL, Gets.NOTHING)),
            entry("rollIdentity", List.of(Gets.ALL, Gets.NOTHING, Gets.NOTHING, Gets.ALL, Gets.NOTHING)),
            entry("revokeBoard", List.of(Gets.NOTHING, Gets.NOTHING, Gets.NOTHING, Gets.ALL, Gets.NOTHING)),
            entry("retryBoard", List.of(Gets.ALL, Gets.NOTHING, Gets.NOTHING, Gets.ALL, Gets.NOTHING)),
            entry("listEvents", List.of(Gets.ALL, Gets.NOTHING, Gets.OWN, Gets.ALL, Gets.ASSIGNED)),
            entry(
                    "getBatchIdentities",
                    List.of(Gets.THE_OPERATION, Gets.THE_OPERATION, Gets.NOTHING, Gets.THE_OPERATION, Gets.NOTHING)),
            entry("pickUpIdentity", List.of(Gets.NOTHING, Gets.ALL, Gets.NOTHING, Gets.ALL, Gets.NOTHING)),
            entry("confirmIdentityPickup", List.of(Gets.NOTHING, Gets.ALL, Gets.NOTHING, Gets.ALL, Gets.NOTHING)),
            entry("activateBoards", manufacturerAndOperator()),
            entry("getActivations", manufacturerAndOperator()),
            entry("cancelActivations", manufacturerAndOperator()),
            entry("subscribe", allButStationAndAuditor()),
            entry("listSubscriptions", allButStationAndAuditor()),
            entry("getSubscription", allButStationAndAuditor()),
            entry("unsubscribe", allButStationAndAuditor()),
            entry("rotateSecret", allButStationAndAuditor()),
            entry("replay", allButStationAndAuditor()),
            entry("listDeliveries", allButStationAndAuditor()),
            entry("listBatches", factoryAndOperator()),
            entry("getBatch", factoryAndOperator()),
            entry("getBatchReport", factoryAndOperator()),
            entry("postBatch", factoryAndOperator()),
            entry("retryBatch", factoryAndOperator()),
            entry("reconcile", operator()),
            entry("getReconciliation", operator()),
            entry("adopt", operator()),
            entry("getAdoption", operator()),
            entry("reportFirstBoots", Collections.nCopies(Role.GIVEN.size(), Gets.NOTHING)));

    private static final String REPORT = "reportFirstBoots";

    private static Gets gets(Operation operation, Role role) {
        if (role == Role.GATEWAY) {
            return operation.id().equals(REPORT) ? Gets.THE_OPERATION : Gets.NOTHING;
        }
        return ROWS.get(operation.id()).get(role.ordinal());
    }

    private static List<Gets> factoryAndOperator() {
        return List.of(Gets.THE_OPERATION, Gets.NOTHING, Gets.NOTHING, Gets.THE_OPERATION, Gets.NOTHING);
    }

    private static List<Gets> allButStationAndAuditor() {
        return List.of(Gets.THE_OPERATION, Gets.NOTHING, Gets.THE_OPERATION, Gets.THE_OPERATION, Gets.NOTHING);
    }

    private static List<Gets> everybody() {
        return Collections.nCopies(Role.GIVEN.size(), Gets.THE_OPERATION);
    }

    private static List<Gets> manufacturerAndOperator() {
        return List.of(Gets.NOTHING, Gets.NOTHING, Gets.THE_OPERATION, Gets.THE_OPERATION, Gets.NOTHING);
    }

    private static List<Gets> operator() {
        return List.of(Gets.NOTHING, Gets.NOTHING, Gets.NOTHING, Gets.THE_OPERATION, Gets.NOTHING);
    }

    private final RunningHub hub;
    private final TokenHub.Trio trio;
    private final Map<Role, String> tokens = new ConcurrentHashMap<>();
    private final Map<Thing, Map<Who, String>> own =
            Map.of(Thing.JOB, new ConcurrentHashMap<>(), Thing.SUBSCRIPTION, new ConcurrentHashMap<>());
    private final Map<Thing, Map<RunningHub, String>> foreign =
            Map.of(Thing.JOB, new ConcurrentHashMap<>(), Thing.SUBSCRIPTION, new ConcurrentHashMap<>());

    AccessMatrixTest(RunningHub hub, TokenHub.Trio trio) {
        this.hub = hub;
        this.trio = trio;
    }

    /** What belongs to the principal that has made it. */
    private enum Thing {
        JOB(
                "/api/v1/activations",
                "unknown-job",
                "{\"boards\":[{\"guid\":\"" + UNKNOWN
                        + "\",\"activation\":{\"iotHub\":\"plant-a.azure-devices.net\"}}]}"),
        SUBSCRIPTION("/api/v1/subscriptions", "unknown-subscription", "{\"url\":\"http://127.0.0.1:1/\"}");

        private final String path;
        private final String unknown;
        private final String body;

        Thing(String path, String unknown, String body) {
            this.path = path;
            this.unknown = unknown;
            this.body = body;
        }
    }

    private record Operation(String id, String method, String path, boolean hasBody) {
        boolean isAboutOneBoard() {
            return path.contains("{guid}");
        }

        /** Whose it is is asked of each: a job of activations, or a subscription. */
        Optional<Thing> thing() {
            return Arrays.stream(Thing.values())
                    .filter(thing -> path.startsWith(thing.path + "/{id}"))
                    .findFirst();
        }
    }

    private static List<Operation> operations() throws IOException {
        var operations = new ArrayList<Operation>();
        new ObjectMapper()
                .readTree(Files.readString(DOCUMENT))
                .path("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .properties()
                        .forEach(verb -> operations.add(new Operation(
                                verb.getValue().path("operationId").asText(),
                                verb.getKey().toUpperCase(Locale.ROOT),
                                path.getKey(),
                                verb.getValue().has("requestBody")))));
        return operations;
    }

    @Test
    void everyOperationOfTheDocumentHasARowAndARule() throws IOException {
        var documented = operations().stream().map(Operation::id).toList();

        assertThat(documented).hasSizeGreaterThan(10);
        assertThat(ROWS.keySet()).containsExactlyInAnyOrderElementsOf(documented);
        assertThat(Rules.operations()).containsExactlyInAnyOrderElementsOf(documented);
    }

    @TestFactory
    Stream<DynamicTest> everyRoleGetsWhatItsCellSays() throws IOException {
        return operations().stream()
                .flatMap(operation -> Arrays.stream(Role.values()).flatMap(role -> Arrays.stream(Comes.values())
                        .filter(comes -> comes.fits(role))
                        .map(comes -> dynamicTest(
                                operation.id() + " as " + role.word() + " " + comes,
                                () -> check(operation, new Who(role, comes))))));
    }

    private void check(Operation operation, Who who) throws Exception {
        var role = who.role();
        var gets = gets(operation, role);
        for (var board : Gets.ALL.boards) {
            var answer = ask(operation, who, board);
            if (gets == Gets.NOTHING) {
                assertThat(kind(answer))
                        .as(answer.body())
                        .isEqualTo(role == Role.MANUFACTURER ? "404 unknown-path" : "403 forbidden");
            } else if (operation.isAboutOneBoard() && !gets.boards.contains(board)) {
                assertThat(kind(answer)).as(answer.body()).isEqualTo("404 unknown-board");
            } else {
                assertThat(kind(answer))
                        .as(answer.body())
                        .isNotIn("401 unauthorized", "403 forbidden", "404 unknown-path", "404 unknown-board");
            }
        }
        if (operation.path().matches(".*/(boards|boards.csv|events)")) {
            var answer = ask(operation, who, UNKNOWN);
            for (var board : Gets.ALL.boards) {
                assertThat(answer.body().contains(board)).as(board).isEqualTo(gets.boards.contains(board));
            }
        }
    }

    @TestFactory
    Stream<DynamicTest> boardOfAnotherIsAnsweredLetterByLetterAsOneThatDoesNotExist() throws IOException {
        return operations().stream()
                .filter(Operation::isAboutOneBoard)
                .map(operation -> dynamicTest(operation.id(), () -> {
                    var manufacturer = new Who(Role.MANUFACTURER, Comes.WITH_A_KEY);
                    var missing = ask(operation, manufacturer, UNKNOWN);
                    for (var hidden : List.of(RunningHub.OF_LEMKEN, RunningHub.ENROLLED)) {
                        var answer = ask(operation, manufacturer, hidden);
                        assertThat(answer.statusCode()).isEqualTo(404).isEqualTo(missing.statusCode());
                        assertThat(answer.body()).isEqualTo(missing.body().replace(UNKNOWN, hidden));
                        assertThat(answer.headers().map().keySet())
                                .isEqualTo(missing.headers().map().keySet());
                    }
                }));
    }

    @TestFactory
    Stream<DynamicTest> jobOrSubscriptionOfAnotherIsAnsweredAsOneThatDoesNotExistAndOnesOwnIsThere()
            throws IOException {
        return operations().stream()
                .filter(operation -> operation.thing().isPresent())
                .flatMap(operation -> Role.GIVEN.stream()
                        .filter(role -> Rules.allow(role, operation.id()))
                        .flatMap(role -> Arrays.stream(Comes.values())
                                .filter(comes -> comes.fits(role))
                                .map(comes -> dynamicTest(
                                        operation.id() + " as " + role.word() + " " + comes,
                                        () -> checkOwner(operation, new Who(role, comes))))));
    }

    private void checkOwner(Operation operation, Who who) throws Exception {
        var thing = operation.thing().orElseThrow();
        var others = foreign(thing, who);
        var ofAnother = ask(operation, who, RunningHub.OF_KRONE, others);
        if (thing == Thing.JOB && who.role() == Role.OPERATOR) {
            assertThat(ofAnother.statusCode()).as(ofAnother.body()).isEqualTo(200);
        } else {
            assertThat(kind(ofAnother)).as(ofAnother.body()).isEqualTo("404 " + thing.unknown);
            var missing = ask(operation, who, RunningHub.OF_KRONE, UNKNOWN);
            assertThat(ofAnother.body()).isEqualTo(missing.body().replace(UNKNOWN, others));
        }
        assertThat(ask(operation, who, RunningHub.OF_KRONE).statusCode()).isNotEqualTo(404);
    }

    private static final Set<String> IN_PAGES = Set.of("listBoards", "listBatches", "listEvents", "listDeliveries");

    private static String query(Operation operation) {
        if (IN_PAGES.contains(operation.id())) {
            return "?limit=1000";
        }
        return operation.id().equals("reconcile") ? "?repair=perhaps" : "";
    }

    /** Of the caller's own job or subscription, if it can have one. */
    private HttpResponse<String> ask(Operation operation, Who who, String board) throws Exception {
        var thing = operation.thing();
        if (thing.isEmpty()) {
            return ask(operation, who, board, "seeded");
        }
        if (!Rules.allow(who.role(), operation.id())) {
            return ask(operation, who, board, foreign(thing.get(), who));
        }
        var things = own.get(thing.get());
        if (!things.containsKey(who)) {
            things.put(who, make(thing.get(), request(who, thing.get().path)));
        }
        var answer = ask(operation, who, board, things.get(who));
        if (operation.id().equals("unsubscribe")) {
            things.remove(who);
        }
        return answer;
    }

    private String foreign(Thing thing, Who who) throws Exception {
        var there = who.comes() == Comes.WITH_A_TOKEN ? trio.hub : hub;
        var things = foreign.get(thing);
        if (!things.containsKey(there)) {
            things.put(
                    there, make(thing, there.request(new Principal("another", Role.OPERATOR, Set.of()), thing.path)));
        }
        return things.get(there);
    }

    private String make(Thing thing, HttpRequest.Builder request) throws Exception {
        var made = hub.send(request.header("Content-Type", "application/json")
                .header("Prefer", "respond-async")
                .POST(BodyPublishers.ofString(thing.body)));
        assertThat(made.statusCode()).as(made.body()).isIn(201, 202);
        return RunningHub.json(made).path("id").asText();
    }

    /** Bodies and parameters that break a rule, so that whoever is let through changes nothing. */
    private HttpResponse<String> ask(Operation operation, Who who, String board, String id) throws Exception {
        var path = operation.path().replace("{guid}", board).replace("{id}", id);
        return hub.send(request(who, path + query(operation))
                .header("Content-Type", operation.id().equals("postBatch") ? "text/csv" : "application/json")
                .method(
                        operation.method(),
                        operation.hasBody() ? BodyPublishers.ofString("{}") : BodyPublishers.noBody()));
    }

    private HttpRequest.Builder request(Who who, String path) throws IOException {
        return switch (who.comes()) {
            case WITH_A_KEY -> hub.request(principal(who.role(), ""), path);
            case WITH_A_PASSWORD -> hub.userRequest(principal(who.role(), "-user"), path);
            case WITH_A_TOKEN ->
                trio.hub
                        .stranger(path)
                        .header("Authorization", "Bearer " + tokens.computeIfAbsent(who.role(), trio.issuer::token));
            case WITH_A_SIGNATURE -> hub.stranger(path).header("Authorization", TestGateway.bearer("{}"));
        };
    }

    private static Principal principal(Role role, String more) {
        return new Principal(role.word() + more, role, role == Role.MANUFACTURER ? Set.of("krone") : Set.of());
    }

    private static String kind(HttpResponse<String> answer) throws IOException {
        var media = answer.headers().firstValue("Content-Type").orElse("");
        var type = media.contains("json") ? RunningHub.json(answer).path("type").asText("") : "";
        return answer.statusCode() + " " + type.replace("urn:caravan:problem:", "");
    }
}
