package dev.caravan.enrollment;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.random.RandomGenerator;

import javax.net.ssl.SSLHandshakeException;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.azure.sdk.iot.provisioning.service.exceptions.ProvisioningServiceClientBadFormatException;
import com.microsoft.azure.sdk.iot.provisioning.service.exceptions.ProvisioningServiceClientException;
import com.microsoft.azure.sdk.iot.provisioning.service.exceptions.ProvisioningServiceClientInternalServerErrorException;
import com.microsoft.azure.sdk.iot.provisioning.service.exceptions.ProvisioningServiceClientNotFoundException;
import com.microsoft.azure.sdk.iot.provisioning.service.exceptions.ProvisioningServiceClientPreconditionFailedException;
import com.microsoft.azure.sdk.iot.provisioning.service.exceptions.ProvisioningServiceClientTooManyRequestsException;
import com.microsoft.azure.sdk.iot.provisioning.service.exceptions.ProvisioningServiceClientTransientException;
import com.microsoft.azure.sdk.iot.provisioning.service.exceptions.ProvisioningServiceClientTransportException;
import com.microsoft.azure.sdk.iot.provisioning.service.exceptions.ProvisioningServiceClientUnathorizedException;

/**
 * Turns the SDK's exceptions into ours. The SDK has no status or error code as a field; for DPS its message is the raw
 * JSON body, whose {@code errorCode} and {@code message} are read here.
 */
final class SdkFailures {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** More is never waited, whatever is asked for: the quota of DPS is one of each minute. */
    static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

    private static final Duration SERVICE_TROUBLE_PAUSE = Duration.ofSeconds(2);
    private static final int FORBIDDEN = 403;
    private static final int CONFLICT = 409;

    private final String host;
    private final Duration throttlePause;
    private final RandomGenerator random;

    SdkFailures(String host, Duration throttlePause, RandomGenerator random) {
        this.host = host;
        this.throttlePause = throttlePause;
        this.random = random;
    }

    DpsException.ComeBackLater throttled(ProvisioningServiceClientTooManyRequestsException failure) {
        return DpsException.ComeBackLater.throttled(
                "DPS throttles (429): " + words(failure), retryAfter(throttlePause), failure);
    }

    /** The client's queries hide what went wrong in an {@link IllegalArgumentException}. */
    ProvisioningServiceClientException ofQuery(IllegalArgumentException failed) {
        if (failed.getCause() instanceof ProvisioningServiceClientException failure) {
            return failure;
        }
        throw unreachable("what answers is no page of enrollments: " + failed.getMessage(), failed);
    }

    DpsException translate(ProvisioningServiceClientException failure) {
        var words = words(failure);
        if (failure instanceof ProvisioningServiceClientTransportException) {
            return transport(failure);
        }
        if (failure instanceof ProvisioningServiceClientInternalServerErrorException
                || failure instanceof ProvisioningServiceClientTransientException) {
            var pause = throttlePause.compareTo(SERVICE_TROUBLE_PAUSE) < 0 ? throttlePause : SERVICE_TROUBLE_PAUSE;
            return DpsException.ComeBackLater.inTrouble(
                    "DPS is in trouble (5xx): " + words, retryAfter(pause), failure);
        }
        if (failure instanceof ProvisioningServiceClientUnathorizedException) {
            return new DpsException.AccessDenied(
                    "DPS does not accept the hub's credentials (401): " + words
                            + ". Check key and policy in the file of caravan.dps.connection-string-file, and the clock of this"
                            + " machine",
                    failure);
        }
        if (failure instanceof ProvisioningServiceClientPreconditionFailedException
                || failure instanceof ProvisioningServiceClientNotFoundException
                || status(failure) == CONFLICT) {
            return new DpsException.ChangedMeanwhile(words, failure);
        }
        if (status(failure) == FORBIDDEN) {
            return new DpsException.AccessDenied(
                    "DPS does not allow this (403): " + words
                            + ". Check the permissions in DPS of the policy that the file of caravan.dps.connection-string-file"
                            + " names",
                    failure);
        }
        return status(failure) > 0 || failure instanceof ProvisioningServiceClientBadFormatException
                ? new DpsException.Refused("DPS refuses the request: " + words, failure)
                : unreachable("what answers is not DPS, perhaps a proxy: " + words, failure);
    }

    /** Retry-After where it was sent, within reason; the pause, and up to as much again by chance, otherwise. */
    private Duration retryAfter(Duration pause) {
        return ResponseHeaders.retryAfter()
                .map(asked -> asked.compareTo(LONGEST_PAUSE) < 0 ? asked : LONGEST_PAUSE)
                .orElseGet(() -> pause.plusMillis(random.nextLong(pause.toMillis() + 1)));
    }

    private DpsException transport(ProvisioningServiceClientException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnknownHostException) {
                return unreachable("the name " + host + " cannot be resolved", failure);
            }
            if (cause instanceof SSLHandshakeException) {
                return unreachable("its TLS certificate is not trusted or TLS fails: " + cause.getMessage(), failure);
            }
            if (cause instanceof ConnectException || cause instanceof NoRouteToHostException || isSocks(cause)) {
                return unreachable(String.valueOf(cause.getMessage()), failure);
            }
        }
        return new DpsException.UnknownOutcome(
                "DPS gave no answer (" + root(failure).getMessage() + "); the request may have been carried out",
                failure);
    }

    private DpsException unreachable(String why, Throwable cause) {
        return new DpsException.Unreachable("DPS " + host + " cannot be reached: " + why, cause);
    }

    /** The JDK says so when the SOCKS proxy itself is down or turns the connection away: nothing was sent. */
    private static boolean isSocks(Throwable cause) {
        var message = String.valueOf(cause.getMessage());
        return cause instanceof SocketException
                && (message.contains("SOCKS") || message.startsWith("Connection refused"));
    }

    private static Throwable root(Throwable failure) {
        var cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    /** The HTTP status, by the body's error code; 0 if the body is not one of DPS. */
    private static int status(ProvisioningServiceClientException failure) {
        return body(failure).path("errorCode").asInt() / 1000;
    }

    private static String words(ProvisioningServiceClientException failure) {
        var body = body(failure);
        return body.path("message").isTextual()
                ? body.path("message").asText() + " (" + body.path("errorCode").asText("no code") + ", trackingId "
                        + body.path("trackingId").asText("none") + ")"
                : String.valueOf(failure.getMessage());
    }

    private static JsonNode body(ProvisioningServiceClientException failure) {
        var message = String.valueOf(failure.getMessage());
        var start = message.indexOf('{');
        if (start < 0) {
            return JSON.missingNode();
        }
        try {
            return JSON.readTree(message.substring(start));
        } catch (JsonProcessingException notJson) {
            return JSON.missingNode();
        }
    }
}
