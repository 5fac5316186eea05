package dev.caravan.device.registration;

import java.net.ConnectException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

import javax.net.ssl.SSLHandshakeException;

import com.microsoft.azure.sdk.iot.provisioning.device.ProvisioningDeviceClientRegistrationResult;
import com.microsoft.azure.sdk.iot.provisioning.device.ProvisioningDeviceClientStatus;
import com.microsoft.azure.sdk.iot.provisioning.device.internal.exceptions.ProvisioningDeviceClientException;
import com.microsoft.azure.sdk.iot.provisioning.device.internal.exceptions.ProvisioningDeviceConnectionException;
import com.microsoft.azure.sdk.iot.provisioning.device.internal.exceptions.ProvisioningDeviceHubException;
import com.microsoft.azure.sdk.iot.provisioning.device.internal.exceptions.ProvisioningDeviceTransportException;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.junit.jupiter.api.Test;

import dev.caravan.device.registration.RegistrationOutcome.Assigned;
import dev.caravan.device.registration.RegistrationOutcome.ComeBackLater;
import dev.caravan.device.registration.RegistrationOutcome.Failed;
import dev.caravan.device.registration.RegistrationOutcome.Refused;
import dev.caravan.device.registration.RegistrationOutcome.Unreachable;
import dev.caravan.device.registration.RegistrationOutcome.WaitingForActivation;

import static org.assertj.core.api.Assertions.assertThat;

class OutcomeReadingTest {

    private static final Instant NOW = Instant.parse("2026-03-02T10:00:00Z");

    private final OutcomeReading reading =
            new OutcomeReading(DpsSettings.azure("0ne00A1B2C3"), Clock.fixed(NOW, ZoneOffset.UTC), new Random(7));

    @Test
    void assignedBringsHubAndDeviceId() {
        Result result = new Result(ProvisioningDeviceClientStatus.PROVISIONING_DEVICE_STATUS_ASSIGNED);
        result.assign("plant-a.azure-devices.net", "press-0042");

        assertThat(reading.read(result, null)).isEqualTo(new Assigned("plant-a.azure-devices.net", "press-0042", ""));
    }

    @Test
    void disabledWaitsForActivationEvenWithoutWords() {
        Result result = new Result(ProvisioningDeviceClientStatus.PROVISIONING_DEVICE_STATUS_DISABLED);

        assertThat(reading.read(result, new ProvisioningDeviceHubException((String) null)))
                .isEqualTo(new WaitingForActivation());
    }

    @Test
    void failedCarriesTheServicesCodeAndWords() {
        Result result = new Result(ProvisioningDeviceClientStatus.PROVISIONING_DEVICE_STATUS_FAILED);
        ProvisioningDeviceHubException failure = new ProvisioningDeviceHubException("No IoT hub is linked.");
        failure.setErrorCode(400208);

        assertThat(reading.read(result, failure)).isEqualTo(new Failed("400208 No IoT hub is linked."));
    }

    @Test
    void failedForTheCertificateIsARefusal() {
        Result result = new Result(ProvisioningDeviceClientStatus.PROVISIONING_DEVICE_STATUS_FAILED);
        ProvisioningDeviceHubException failure = new ProvisioningDeviceHubException("Unauthorized");
        failure.setErrorCode(401002);

        assertThat(reading.read(result, failure)).isEqualTo(new Refused("401002 Unauthorized"));
    }

    @Test
    void unknownDeviceIsRefusedOverMqttAndHttpsAlike() {
        assertThat(reading.read(mqtt("401002 - Invalid certificate.")))
                .isEqualTo(new Refused("401002 Invalid certificate."));
        assertThat(reading.read(https(401, "{\"errorCode\":401002,\"message\":\"Invalid certificate.\"}")))
                .isEqualTo(new Refused("401002 Invalid certificate."));
    }

    @Test
    void throttledComesBackWithinHalfAMinuteToAMinute() {
        for (Throwable throttled :
                new Throwable[] {mqtt("429001 - Too many."), https(429, "{\"message\":\"Too many.\"}")}) {
            assertThat(reading.read(throttled))
                    .isInstanceOfSatisfying(ComeBackLater.class, later -> assertThat(later.notBefore())
                            .isBetween(NOW.plusSeconds(30), NOW.plusSeconds(60)));
        }
    }

    @Test
    void concurrentRegistrationComesBackSooner() {
        assertThat(reading.read(mqtt("409203 - Precondition failed.")))
                .isInstanceOfSatisfying(ComeBackLater.class, later -> {
                    assertThat(later.words()).isEqualTo("409203 Precondition failed.");
                    assertThat(Duration.between(NOW, later.notBefore())).isLessThanOrEqualTo(Duration.ofSeconds(30));
                });
    }

    @Test
    void serviceTroubleLeavesTheWaitToTheBackoff() {
        assertThat(reading.read(https(503, "<html>gateway</html>")))
                .isEqualTo(new ComeBackLater(NOW, "503 no further words"));
        assertThat(reading.read(mqtt("null - null"))).isEqualTo(new ComeBackLater(NOW, "no further words"));
    }

    @Test
    void badRequestIsAFailureThatAPersonMustSee() {
        assertThat(reading.read(https(400, "{\"errorCode\":400004,\"message\":\"Bad id.\"}")))
                .isEqualTo(new Failed("400004 Bad id."));
    }

    @Test
    void connackRefusalIsARefusal() {
        Throwable refused = new ExecutionException(new ProvisioningDeviceConnectionException(
                "Exception opening connection", new MqttException(MqttException.REASON_CODE_NOT_AUTHORIZED)));

        assertThat(reading.read(refused)).isInstanceOf(Refused.class);
    }

    @Test
    void networkFailuresAreUnreachableInPlainWords() {
        assertThat(unreachable(new UnknownHostException("global.azure-devices-provisioning.net")))
                .isEqualTo("the name global.azure-devices-provisioning.net is not known here (DNS)");
        assertThat(unreachable(new ConnectException("Connection refused")))
                .isEqualTo("nothing listens there (connection refused)");
        assertThat(unreachable(new SSLHandshakeException("PKIX").initCause(new CertPathBuilderException("none"))))
                .isEqualTo("the server's certificate is not trusted (TLS): no trust anchor leads to it");
        assertThat(reading.read(new TimeoutException())).isEqualTo(new Unreachable("no answer in time"));
    }

    private String unreachable(Throwable cause) {
        Throwable failure = new ExecutionException(new ProvisioningDeviceTransportException("x", cause));
        assertThat(reading.read(failure)).isInstanceOf(Unreachable.class);
        return ((Unreachable) reading.read(failure)).cause();
    }

    private static Throwable mqtt(String codeAndWords) {
        return new ExecutionException(
                new ProvisioningDeviceClientException("Service error: " + codeAndWords + " - TrackingId: 7c1d\n"));
    }

    private static Throwable https(int status, String body) {
        return new ExecutionException(new ProvisioningDeviceHubException(status + " : " + status + " : " + body));
    }

    /** The SDK's result has protected fields and no public way to fill them. */
    private static final class Result extends ProvisioningDeviceClientRegistrationResult {

        Result(ProvisioningDeviceClientStatus status) {
            this.provisioningDeviceClientStatus = status;
        }

        void assign(String hub, String device) {
            this.iothubUri = hub;
            this.deviceId = device;
        }
    }
}
