package dev.caravan.preparation;

import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.caravan.activation.Violation;
import dev.caravan.board.Activation;

/** What became of a wish. */
public sealed interface Prepared {

    /** @param hubRule the rule that chose the hub; null if the caller named it */
    record Ready(Activation activation, @Nullable String hubRule) implements Prepared {}

    /** It breaks these rules. */
    record Refused(List<Violation> violations) implements Prepared {}
}
