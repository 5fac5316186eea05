package dev.caravan.device.hub;

import com.microsoft.azure.sdk.iot.device.IotHubStatusCode;
import com.microsoft.azure.sdk.iot.device.exceptions.IotHubClientException;
import org.jspecify.annotations.Nullable;

import dev.caravan.device.outbound.PlainWords;

/** Sorts the hub client's failures by what to do next. */
final class HubFailures {

    private static final String REFUSES =
            "the IoT hub does not accept the device (unknown there, switched off, or another certificate)";

    private HubFailures() {}

    static HubException translate(IotHubClientException failure) {
        return switch (failure.getStatusCode()) {
            case UNAUTHORIZED, NOT_FOUND -> new HubException.Refused(REFUSES, failure);
            case BAD_FORMAT, PRECONDITION_FAILED ->
                new HubException.Rejected("the IoT hub does not take this content", failure);
            case REQUEST_ENTITY_TOO_LARGE -> new HubException.Rejected("too large for the IoT hub", failure);
            case THROTTLED, QUOTA_EXCEEDED -> new HubException.Unavailable("the IoT hub is over its quota", failure);
            case SERVER_BUSY, INTERNAL_SERVER_ERROR -> new HubException.Unavailable("the IoT hub is busy", failure);
            case DEVICE_OPERATION_TIMED_OUT, MESSAGE_EXPIRED ->
                new HubException.Unavailable("the IoT hub did not answer in time", failure);
            default -> new HubException.Unavailable(PlainWords.of(failure), failure);
        };
    }

    static boolean isLostReply(IotHubClientException failure) {
        return failure.getStatusCode() == IotHubStatusCode.DEVICE_OPERATION_TIMED_OUT;
    }

    /** Why a session ended, as the hub client reports it. */
    static HubException ended(boolean badCredential, @Nullable Throwable cause) {
        Throwable known = cause == null ? new IllegalStateException("no cause given") : cause;
        if (badCredential) {
            return new HubException.Refused(REFUSES, known);
        }
        return new HubException.Unavailable(
                "the connection to the IoT hub ended (network, the hub, or a second client with the same identity)",
                known);
    }
}
