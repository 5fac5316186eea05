package dev.caravan.login;

import dev.caravan.access.Principal;
import dev.caravan.ledger.LocalUsers;

/** Adds users, and gives them passwords to begin with. */
public final class UserDesk {

    private final LocalUsers users;
    private final Passwords passwords;

    public UserDesk(LocalUsers users, Passwords passwords) {
        this.users = users;
        this.passwords = passwords;
    }

    /**
     * Adds a user.
     *
     * @param by who decided it, for the audit trail
     * @return the first password; the only place where it ever is
     */
    public String add(Principal principal, String by) {
        var first = passwords.first();
        users.add(principal, passwords.hash(first), by);
        return first;
    }

    /** Makes another first password for a user who is locked, disabled or has forgotten his. */
    public String reset(String name, String by) {
        var first = passwords.first();
        users.reset(name, passwords.hash(first), by);
        return first;
    }
}
