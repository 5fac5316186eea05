package dev.caravan.hub.access;

import java.time.Duration;

import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;

import dev.caravan.access.Principal;
import dev.caravan.hub.api.Credential;
import dev.caravan.hub.api.Problem;

/** One way to say who one is. */
public interface Credentials {

    /** Whom the request's credential of this kind names, if there is one. */
    Admission admit(HttpServletRequest request);

    /** What a credential came to. */
    sealed interface Admission {

        /** There is none of this kind, or it is not valid; which of it, nobody is told. */
        record Nobody() implements Admission {}

        record Known(Principal principal, Credential credential) implements Admission {}

        /** It goes no further. @param pause after which it may be tried again; null if that helps nothing */
        record Turned(Problem problem, @Nullable Duration pause) implements Admission {

            public Turned(Problem problem) {
                this(problem, null);
            }
        }
    }
}
