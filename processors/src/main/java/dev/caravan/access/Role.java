package dev.caravan.access;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
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
    AUDITOR,
    /** A device gateway of the configuration: reports first boots, each signed with its own key, and nothing else. */
    GATEWAY;

    /** Those that somebody gives to a key, a user or a token. */
    public static final Set<Role> GIVEN = Collections.unmodifiableSet(EnumSet.complementOf(EnumSet.of(GATEWAY)));

    /** As it is written in commands and configuration. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * A role that keys, users and tokens can have: a gateway comes with its own key.
     *
     * @throws IllegalArgumentException that names those there are
     */
    public static Role parse(String word) {
        return GIVEN.stream()
                .filter(role -> role.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the role must be one of "
                        + GIVEN.stream().map(Role::word).collect(Collectors.joining(", ")) + ", but is '" + word
                        + "'"));
    }
}
