package dev.caravan.emulator.dps.form;

/**
 * An answer that is not success, in the service's terms.
 *
 * <p>The documented or seen codes are 401002, 404201, 404202, 404204, 409201, 409202 and 409203; those of validation
 * (400000), precondition (412000) and the rest are inferred, because the real numbers are not public.
 */
public final class DpsError extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final int code;
    private final String text;

    private DpsError(int status, int code, String text) {
        super(text, null, false, false);
        this.status = status;
        this.code = code;
        this.text = text;
    }

    /** Any other error. */
    public static DpsError of(int status, int code, String text) {
        return new DpsError(status, code, text);
    }

    /** What was sent cannot be understood or accepted. */
    public static DpsError invalid(String text) {
        return new DpsError(400, 400000, text);
    }

    /** The caller did not prove who it is. */
    public static DpsError unauthorized(String text) {
        return new DpsError(401, 401002, text);
    }

    /** No record of such a registration; the code by elimination (inferred). */
    public static DpsError noRegistration() {
        return new DpsError(404, 404202, "Registration not found.");
    }

    /** The stored version is not the one that was named. */
    public static DpsError stale() {
        return new DpsError(412, 412000, "Precondition failed.");
    }

    /** As HTTP has it, whatever the transport. */
    public int status() {
        return status;
    }

    /** The six-digit code. */
    public int code() {
        return code;
    }

    /** What the client is told. */
    public String text() {
        return text;
    }
}
