package dev.caravan.emulator.hub;

import java.time.Instant;

/** Whether a device may come in. */
public sealed interface Admission {

    /**
     * It may.
     *
     * @param until when its token expires and the connection must end; {@link Instant#MAX} with a certificate
     */
    record Admitted(Device device, Instant until) implements Admission {}

    /** It may not. */
    record Refused(HubError why) implements Admission {}
}
