package dev.caravan.matrix;

import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** One judge plays one scenario over one transport. */
record Cell(Judge judge, Scenario scenario, Transport transport) {

    /** {@code -Dcaravan.matrix.cells=node-connect-.*} leaves out the others. */
    private static final Pattern CHOSEN = Pattern.compile(System.getProperty("caravan.matrix.cells", ".*"));

    /** All of the judge's, those that it cannot play too. */
    static Stream<Cell> of(Judge judge) {
        return Stream.of(Scenario.values())
                .flatMap(scenario ->
                        scenario.transports().stream().map(transport -> new Cell(judge, scenario, transport)))
                .filter(cell -> CHOSEN.matcher(cell.id()).matches());
    }

    /** Also the registration id of the board that plays in it: nobody else's, and short enough for a common name. */
    String id() {
        return judge.slug() + "-" + scenario.slug() + "-" + transport.slug();
    }

    /** Why nobody, or not this SDK, can do this by design; empty when it can be done. */
    Optional<String> unable() {
        return scenario.absent(transport).or(() -> judge.sdks().unable(scenario, transport));
    }

    /** Why this machine cannot show it; empty when it can. */
    Optional<String> missing(Stage stage) {
        return judge.sdks().missing(scenario, transport, stage);
    }

    /** Why this user may not show it here; empty when he may. */
    Optional<String> forbidden() {
        return judge.sdks().forbidden(transport);
    }

    String title() {
        return transport.title() + ": " + scenario.title();
    }
}
