package dev.caravan.access;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a principal is to Caravan. */
public enum Role {
    /** The board manufacturer's own systems: bring batches in and watch them. */
    FACTORY,
    /** A flashing station: takes over the identity of a board, and reads nothing else. */
    STATION,
    /** A machine manufacturer: sees and activates the boards that ship to it, and nobody else's. */
    MANUFACTURER,
    /** Whoever runs Caravan: may do everything. */
    OPERATOR,
    /** Reads the boards of every consignee and what happened to them; changes nothing. */
    AUDITOR;

    /** As it is written in commands and configuration. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException that names the roles there are */
    public static Role parse(String word) {
        return Arrays.stream(values())
                .filter(role -> role.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the role must be one of "
                        + Arrays.stream(values()).map(Role::word).collect(Collectors.joining(", ")) + ", but is '"
                        + word + "'"));
    }
}
