package dev.caravan.ledger;

import java.util.Set;

/** A name is one principal's for ever, whatever it comes in with. Asked inside the transaction that gives the name away. */
final class Names {

    /** The operator on the hub's machine, who is in no table. */
    private static final Set<String> RESERVED = Set.of("local-operator");

    private Names() {}

    /** @throws IllegalArgumentException if the name is a local user's, or the hub's own */
    static void requireNoUser(LedgerDatabase database, String name) {
        require(database, "SELECT EXISTS (SELECT 1 FROM local_user WHERE name = :name)", name, "a user");
    }

    /** @throws IllegalArgumentException if there is or was a key of this name, or the name is the hub's own */
    static void requireNoKey(LedgerDatabase database, String name) {
        require(database, "SELECT EXISTS (SELECT 1 FROM access_key WHERE name = :name)", name, "an API key");
    }

    private static void require(LedgerDatabase database, String taken, String name, String whose) {
        if (name.contains(":")) {
            throw new IllegalArgumentException(
                    "the name must have 1 to 63 lower-case letters, digits, dots and hyphens," + " but is '" + name
                            + "'; names with a colon are those of tokens");
        }
        if (RESERVED.contains(name)) {
            throw new IllegalArgumentException("the name '" + name + "' is the hub's own; choose another one");
        }
        if (database.writer()
                .sql(taken)
                .param("name", name)
                .query(Boolean.class)
                .single()) {
            throw new IllegalArgumentException(
                    "'" + name + "' is the name of " + whose + " already, and stays it for ever; choose another one");
        }
    }
}
