package dev.caravan.login;

import java.util.Optional;

import dev.caravan.ledger.LocalUsers;
import dev.caravan.ledger.LocalUsers.Kept;
import dev.caravan.login.Login.Busy;
import dev.caravan.login.Login.Refused;
import dev.caravan.login.Login.Welcome;

/** Lets people in who say name and password with each request. Thread-safe. */
public final class Logins {

    private final LocalUsers users;
    private final Passwords passwords;
    private final LoginSettings settings;
    private final Remembered remembered;

    public Logins(LocalUsers users, Passwords passwords, LoginSettings settings, Remembered remembered) {
        this.users = users;
        this.passwords = passwords;
        this.settings = settings;
        this.remembered = remembered;
    }

    /** The user is looked up anew each time; only the slow hash of a right password is spared for a while. */
    public Login open(String name, String password) {
        var kept = users.find(name);
        var open = kept.filter(found -> !found.user().locked() && found.user().disabledAt() == null);
        if (open.filter(found -> remembered.knows(found.hash(), password)).isPresent()) {
            return welcome(open.get());
        }
        var fits = passwords.fits(password, kept.map(Kept::hash));
        if (fits.isEmpty()) {
            return new Busy();
        }
        if (!fits.get()) {
            users.failed(name, settings.failures(), settings.lock());
            return new Refused();
        }
        open.ifPresent(found -> remembered.remember(found.hash(), password));
        return open.<Login>map(this::welcome).orElseGet(Refused::new);
    }

    private Welcome welcome(Kept kept) {
        users.came(kept.user().principal().name());
        return new Welcome(kept.user().principal(), kept.user().first());
    }

    /** What came of a wish to change the password. */
    public enum Change {
        CHANGED,
        /** It is the one before. */
        SAME,
        /** Somebody else was quicker, or the user is disabled by now. */
        OVERTAKEN
    }

    /** Why this password cannot be taken. */
    public Optional<String> objection(String name, String chosen) {
        return Passwords.objection(name, chosen);
    }

    /** @param chosen without an {@link #objection} */
    public Change change(String name, String chosen) {
        var kept = users.find(name);
        if (kept.isEmpty()) {
            return Change.OVERTAKEN;
        }
        if (passwords.fits(chosen, kept.map(Kept::hash)).orElse(false)) {
            return Change.SAME;
        }
        return users.choose(name, kept.get().hash(), passwords.hash(chosen)) ? Change.CHANGED : Change.OVERTAKEN;
    }
}
