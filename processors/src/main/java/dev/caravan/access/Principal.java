package dev.caravan.access;

import java.util.Set;
import java.util.regex.Pattern;

/**
 * Who makes a request.
 *
 * @param name under which limits are counted and decisions are written down; that of a token is its issuer's id, a colon and
 *     its subject, which no key and no user can have
 * @param consignees whose boards a manufacturer sees, letter by letter as in the batch files; empty for every other role
 */
public record Principal(String name, Role role, Set<String> consignees) {

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9.-]{0,62}(:[\\x21-\\x7e]{1,255})?");

    public Principal {
        consignees = Set.copyOf(consignees);
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "the name must have 1 to 63 lower-case letters, digits, dots and hyphens,"
                            + " and begin with a letter or digit, but is '" + name + "'");
        }
        if (role == Role.MANUFACTURER && consignees.isEmpty()) {
            throw new IllegalArgumentException(
                    "a manufacturer needs at least one consignee, as the batch files name it; there is none");
        }
        if (role != Role.MANUFACTURER && !consignees.isEmpty()) {
            throw new IllegalArgumentException(
                    "only a manufacturer is bound to consignees; leave them out for the role " + role.word());
        }
        if (consignees.stream().anyMatch(String::isBlank)) {
            throw new IllegalArgumentException("a consignee must not be blank");
        }
    }

    /** As it is written down what this principal has asked for. */
    public Requester requester() {
        return new Requester(name, role);
    }

    /** The boards that exist for this principal. */
    public Reach reach() {
        return switch (role) {
            case FACTORY, STATION, OPERATOR -> new Reach.Everything();
            case AUDITOR -> new Reach.Assigned();
            case MANUFACTURER -> new Reach.Consignees(consignees);
            case GATEWAY -> new Reach.Consignees(Set.of());
        };
    }
}
