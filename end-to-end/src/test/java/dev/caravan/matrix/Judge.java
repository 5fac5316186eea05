package dev.caravan.matrix;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/** A family of SDKs in one language, and the program that plays the scenarios with them. */
enum Judge {
    JAVA("Java", new JavaSdks()),
    NODE("Node", new NodeSdks());

    private final String title;
    private final Sdks sdks;

    /** What differs between the languages. */
    interface Sdks {

        /** Why an SDK cannot do this by its own design; empty when it can. */
        Optional<String> unable(Scenario scenario, Transport transport);

        /** Why this machine cannot show it, though the SDK can; empty when it can. */
        Optional<String> missing(Scenario scenario, Transport transport, Stage stage);

        /** Why this user may not show it on this machine, which no installation mends; empty when he may. */
        default Optional<String> forbidden(Transport transport) {
            return Optional.empty();
        }

        /** Whether the user gets to see the six-digit code of a refused registration. */
        boolean showsErrorCodes(Transport transport);

        /** Programs that share the cells among them, at least one. */
        List<Program> programs(Stage stage);
    }

    /**
     * One process.
     *
     * @param name of its log
     * @param plays the cells that it is given
     */
    record Program(String name, List<String> command, Predicate<Cell> plays) {}

    Judge(String title, Sdks sdks) {
        this.title = title;
        this.sdks = sdks;
    }

    String title() {
        return title;
    }

    String slug() {
        return name().toLowerCase(Locale.ROOT);
    }

    Sdks sdks() {
        return sdks;
    }

    /** Whether the user gets to see the six-digit code of a refused registration. */
    boolean showsErrorCodes(Transport transport) {
        return sdks.showsErrorCodes(transport);
    }
}
