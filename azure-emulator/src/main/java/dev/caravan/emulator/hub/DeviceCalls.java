package dev.caravan.emulator.hub;

import org.jspecify.annotations.Nullable;

import dev.caravan.emulator.fault.Attempt;

/** What devices do at a hub, under the names that faults and the history know on every transport. */
public final class DeviceCalls {

    /** A connection is let in; over HTTPS there is none, and each call proves by itself who the device is. */
    public static final String CONNECT = "connect";

    /** A message to the cloud. */
    public static final String TELEMETRY = "telemetry";

    /** The twin is read. */
    public static final String TWIN_GET = "twinGet";

    /** Reported properties are merged. */
    public static final String TWIN_PATCH = "twinPatch";

    /** The device answers a direct method. */
    public static final String METHOD_ANSWER = "methodAnswer";

    /** A message from the cloud is asked for; where messages come unasked, there is no such call. */
    public static final String MAIL_TAKE = "mailTake";

    /** A message from the cloud is completed, abandoned or rejected; an acknowledgement over MQTT is no call. */
    public static final String MAIL_SETTLE = "mailSettle";

    /** The device wants to upload a file. */
    public static final String FILE_UPLOAD = "fileUpload";

    private DeviceCalls() {}

    /** A call for the gate; path is the topic, link address or HTTP target, principal who the device says it is. */
    public static Attempt attempt(
            String operation, String deviceId, String method, String path, @Nullable String principal) {
        return Attempt.single(Attempt.Plane.HUB, operation, deviceId, method, path, principal);
    }
}
