package dev.caravan.emulator.amqp;

/**
 * Error conditions, as the vendor's SDKs know them. Which condition belongs to which status follows from the exceptions
 * they make of it (documented by use); what no SDK knows is an internal error.
 */
public final class Conditions {

    /** Who the client is could not be seen, or is not enough. */
    public static final String UNAUTHORIZED = "amqp:unauthorized-access";

    /** No such device, hub or address. */
    public static final String NOT_FOUND = "amqp:not-found";

    /** A newer connection of the same device took its place. */
    public static final String REPLACED = "com.microsoft:link-creation-conflict";

    private static final int DEVICE_DISABLED = 403_012;
    private static final int LOCK_LOST = 412_002;

    private Conditions() {}

    /**
     * The condition for an error of the services.
     *
     * @param status as HTTP has it
     * @param code six digits that begin with the status, or the status alone
     */
    public static String of(int status, int code) {
        return switch (status) {
            case 400 -> "com.microsoft:argument-error";
            case 401 -> UNAUTHORIZED;
            case 403 -> code == DEVICE_DISABLED ? UNAUTHORIZED : "amqp:resource-limit-exceeded";
            case 404 -> NOT_FOUND;
            case 409, 412 ->
                code == LOCK_LOST ? "com.microsoft:message-lock-lost" : "com.microsoft:precondition-failed";
            case 413 -> "amqp:link:message-size-exceeded";
            case 429 -> "com.microsoft:device-container-throttled";
            case 501 -> "amqp:not-implemented";
            case 504 -> "com.microsoft:timeout";
            default -> "amqp:internal-error";
        };
    }
}
