package dev.caravan.preparation;

import dev.caravan.activation.Violation;

/** Which hub a board is activated on, and who chose it. */
sealed interface HubChoice {

    /** The caller. */
    record Named(String hub) implements HubChoice {}

    /** A rule. */
    record ByRule(String hub, String rule) implements HubChoice {}

    /** Nobody, or the caller may not. */
    record None(Violation why) implements HubChoice {}
}
