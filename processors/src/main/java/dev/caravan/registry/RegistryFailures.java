package dev.caravan.registry;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.random.RandomGenerator;

import javax.net.ssl.SSLHandshakeException;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.microsoft.azure.sdk.iot.service.exceptions.IotHubBadGatewayException;
import com.microsoft.azure.sdk.iot.service.exceptions.IotHubConflictException;
import com.microsoft.azure.sdk.iot.service.exceptions.IotHubException;
import com.microsoft.azure.sdk.iot.service.exceptions.IotHubGatewayTimeoutException;
import com.microsoft.azure.sdk.iot.service.exceptions.IotHubInternalServerErrorException;
import com.microsoft.azure.sdk.iot.service.exceptions.IotHubNotFoundException;
import com.microsoft.azure.sdk.iot.service.exceptions.IotHubPreconditionFailedException;
import com.microsoft.azure.sdk.iot.service.exceptions.IotHubServerBusyException;
import com.microsoft.azure.sdk.iot.service.exceptions.IotHubTooManyRequestsException;
import com.microsoft.azure.sdk.iot.service.exceptions.IotHubUnauthorizedException;

/** Turns the SDK's exceptions into ours, as {@code enrollment} does with those of DPS. */
final class RegistryFailures {

    private final String host;
    private final Duration pause;
    private final RandomGenerator random;

    RegistryFailures(String host, Duration pause, RandomGenerator random) {
        this.host = host;
        this.pause = pause;
        this.random = random;
    }

    RegistryException translate(IotHubException failure) {
        var words = "IoT Hub " + host + ": " + failure.getMessage();
        if (failure instanceof IotHubTooManyRequestsException) {
            return later("IoT Hub " + host + " throttles (429): " + failure.getMessage(), failure);
        }
        if (failure instanceof IotHubInternalServerErrorException
                || failure instanceof IotHubServerBusyException
                || failure instanceof IotHubBadGatewayException
                || failure instanceof IotHubGatewayTimeoutException) {
            return later("IoT Hub " + host + " is in trouble (5xx): " + failure.getMessage(), failure);
        }
        if (failure instanceof IotHubPreconditionFailedException
                || failure instanceof IotHubNotFoundException
                || failure instanceof IotHubConflictException) {
            return new RegistryException.ChangedMeanwhile(words, failure);
        }
        if (failure instanceof IotHubUnauthorizedException) {
            return new RegistryException.Refused(
                    "IoT Hub " + host + " does not accept the hub's credentials (401): " + failure.getMessage()
                            + ". Check key and policy (RegistryWrite, ServiceConnect) in its file of"
                            + " caravan.registry.connection-string-files, and the clock of this machine",
                    failure);
        }
        return new RegistryException.Refused(words, failure);
    }

    RegistryException translate(IOException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnknownHostException
                    || cause instanceof SSLHandshakeException
                    || cause instanceof ConnectException
                    || cause instanceof NoRouteToHostException) {
                return later("IoT Hub " + host + " cannot be reached: " + cause, failure);
            }
            if (cause instanceof JsonProcessingException) {
                return later("what answers for IoT Hub " + host + " is no IoT Hub, perhaps a proxy", failure);
            }
        }
        return later(
                "IoT Hub " + host + " gave no answer (" + failure.getMessage()
                        + "); the request may have been carried out",
                failure);
    }

    private RegistryException later(String words, Throwable cause) {
        return new RegistryException.ComeBackLater(
                words, pause.plusMillis(random.nextLong(pause.toMillis() + 1)), cause);
    }
}
