package dev.caravan.login;

import dev.caravan.access.Principal;

/** What came of a name and a password. */
public sealed interface Login {

    /** They are right. @param first the password must be changed before anything else */
    record Welcome(Principal principal, boolean first) implements Login {}

    /** Name or password is wrong, or the user is locked or disabled; which of it, nobody is told. */
    record Refused() implements Login {}

    /** Too many passwords are being looked at; nothing was said about this one. */
    record Busy() implements Login {}
}
