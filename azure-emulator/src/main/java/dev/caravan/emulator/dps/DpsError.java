package dev.caravan.emulator.dps;

/**
 * An answer that is not success, in the service's terms.
 *
 * <p>The documented or seen codes are 401002, 404201, 404202, 409201 and 409203; those of validation (400000),
 * precondition (412000) and the rest are inferred, because the real numbers are not public.
 */
final class DpsError extends RuntimeException {

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

    static DpsError of(int status, int code, String text) {
        return new DpsError(status, code, text);
    }

    static DpsError invalid(String text) {
        return new DpsError(400, 400000, text);
    }

    static DpsError unauthorized(String text) {
        return new DpsError(401, 401002, text);
    }

    static DpsError noEnrollment() {
        return new DpsError(404, 404201, "Enrollment not found.");
    }

    static DpsError noRegistration() {
        return new DpsError(404, 404202, "Registration not found.");
    }

    static DpsError enrollmentExists() {
        return new DpsError(409, 409201, "Enrollment already exists.");
    }

    static DpsError stale() {
        return new DpsError(412, 412000, "Precondition failed.");
    }

    int status() {
        return status;
    }

    int code() {
        return code;
    }

    String text() {
        return text;
    }
}
