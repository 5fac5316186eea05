package dev.caravan.emulator.hub;

import dev.caravan.emulator.fault.Refusal;

/**
 * What a hub does not do, in the words of the service. Each transport has its own way to say it: a status and two
 * headers over HTTPS, a condition over AMQP, a return code or the end of the connection over MQTT.
 */
public final class HubError extends RuntimeException {

    private static final long serialVersionUID = 1;
    private static final int CODES_A_STATUS = 1000;

    private final int status;
    private final int code;
    private final String name;

    private HubError(int status, int code, String name, String text) {
        super(text, null, false, false);
        this.status = status;
        this.code = code;
        this.name = name;
    }

    /** Any error; the code begins with the status. */
    public static HubError of(int status, int code, String name, String text) {
        return new HubError(status, code, name, text);
    }

    /** 401: who the caller is could not be seen, or is not enough. */
    public static HubError unauthorized(String text) {
        return of(401, 401003, "IotHubUnauthorizedAccess", text);
    }

    /** 404: no such device. */
    public static HubError noDevice(String deviceId) {
        return of(404, 404001, "DeviceNotFound", "Device " + deviceId + " not registered");
    }

    /** 400: the request itself is wrong. */
    public static HubError invalid(String text) {
        return of(400, 400004, "ArgumentInvalid", text);
    }

    /** 412: another version is stored. */
    public static HubError stale() {
        return of(412, 412001, "PreconditionFailed", "Precondition failed: Device version did not match");
    }

    /** 412: the message is no longer in the device's hands. */
    public static HubError lockLost() {
        return of(412, 412002, "DeviceMessageLockLost", "The message lock is lost or was never held.");
    }

    /** 413. */
    public static HubError tooLarge(int bytes) {
        return of(413, 413001, "MessageTooLarge", "The maximum message size is " + bytes + " bytes");
    }

    /** What a fault or a quota asks for. */
    public static HubError of(Refusal refusal) {
        var code = refusal.errorCode();
        var message = refusal.message();
        return of(
                refusal.status(),
                code == null ? refusal.status() * CODES_A_STATUS + 1 : code,
                refusal.status() == 429 ? "ThrottlingException" : "ServerError",
                message == null ? "Refused with status " + refusal.status() : message);
    }

    /** As HTTP has it. */
    public int status() {
        return status;
    }

    /** Six digits that begin with the status. */
    public int code() {
        return code;
    }

    /** The service's name for it, such as {@code DeviceNotFound}. */
    public String name() {
        return name;
    }

    /** The sentence, never null. */
    public String text() {
        return String.valueOf(getMessage());
    }
}
