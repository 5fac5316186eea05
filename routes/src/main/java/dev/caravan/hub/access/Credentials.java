package dev.caravan.hub.access;

import java.time.Duration;

import jakarta.servlet.http.HttpServletRequest;

import dev.caravan.access.Principal;
import dev.caravan.hub.api.Credential;

/** One way to say who one is. */
public interface Credentials {

    /** Whom the request's credential of this kind names, if there is one. */
    Admission admit(HttpServletRequest request);

    /** What a credential came to. */
    sealed interface Admission {

        /** There is none of this kind, or it is not valid; which of it, nobody is told. */
        record Nobody() implements Admission {}

        record Known(Principal principal, Credential credential) implements Admission {}

        /** It could not be looked at. */
        record Later(Duration pause) implements Admission {}
    }
}
