package dev.caravan.enrollment;

import java.io.IOException;
import java.net.ConnectException;
import java.net.CookieHandler;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;

import javax.net.ssl.SSLHandshakeException;

import com.microsoft.azure.sdk.iot.provisioning.service.exceptions.ProvisioningServiceClientExceptionManager;
import com.microsoft.azure.sdk.iot.provisioning.service.exceptions.ProvisioningServiceClientServiceException;
import com.microsoft.azure.sdk.iot.provisioning.service.exceptions.ProvisioningServiceClientTooManyRequestsException;
import com.microsoft.azure.sdk.iot.provisioning.service.exceptions.ProvisioningServiceClientTransportException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** The SDK's own exceptions, made by its own code from a status and a body. */
class SdkFailuresTest {

    private static final Duration PAUSE = Duration.ofSeconds(30);

    private final SdkFailures failures =
            new SdkFailures("factory.azure-devices-provisioning.net", PAUSE, new Random(7));

    @BeforeEach
    void noHeader() {
        ResponseHeaders.expectAnswer();
    }

    @ParameterizedTest
    @CsvSource({
        "400, 400004, Refused",
        "401, 401002, AccessDenied",
        "403, 403001, AccessDenied",
        "404, 404201, ChangedMeanwhile",
        "405, 405001, Refused",
        "409, 409201, ChangedMeanwhile",
        "412, 412001, ChangedMeanwhile",
        "415, 415001, Refused",
        "500, 500001, ComeBackLater",
        "503, 503001, ComeBackLater"
    })
    void statusDecidesWhatTheCallerDoesNext(int status, int code, String kind) {
        var failure = failures.translate(service(status, body(code)));

        assertThat(failure.getClass().getSimpleName()).isEqualTo(kind);
        assertThat(failure).hasMessageContaining("The words.").hasMessageContaining("" + code);
    }

    @ParameterizedTest
    @ValueSource(ints = {302, 403, 405, 407, 413})
    void answerThatIsNotOfDpsIsSomethingInBetween(int status) {
        assertThat(failures.translate(service(status, "<html>Proxy</html>")))
                .isInstanceOf(DpsException.Unreachable.class)
                .hasMessageContaining("proxy");
    }

    @Test
    void failureOfAQueryIsFoundInsideTheClientsOwn() {
        var throttled = throttled();

        assertThat(failures.ofQuery(new IllegalArgumentException(throttled))).isSameAs(throttled);
        assertThatExceptionOfType(DpsException.Unreachable.class)
                .isThrownBy(() -> failures.ofQuery(new IllegalArgumentException("no item type")))
                .withMessageContaining("what answers is no page of enrollments: no item type");
    }

    @Test
    void throttlingWaitsThePauseAndUpToAsMuchAgain() {
        for (var repetition = 0; repetition < 100; repetition++) {
            var later = failures.throttled(throttled());
            assertThat(later.pause()).isBetween(PAUSE, PAUSE.multipliedBy(2));
            assertThat(later.perhapsDone()).isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource({"17, 17", "300, 300", "301, 300", "86400, 300"})
    void whatTheServiceAsksForIsWaitedWithinReason(int asked, int waited) throws IOException {
        var before = CookieHandler.getDefault();
        try {
            ResponseHeaders.watch("factory.azure-devices-provisioning.net", Clock.systemUTC());
            CookieHandler.getDefault()
                    .put(
                            URI.create("https://factory.azure-devices-provisioning.net/"),
                            Map.of("Retry-After", List.of("" + asked)));

            assertThat(failures.throttled(throttled()).pause()).isEqualTo(Duration.ofSeconds(waited));
        } finally {
            CookieHandler.setDefault(before);
            ResponseHeaders.expectAnswer();
        }
    }

    @Test
    void serviceInTroubleIsAskedAgainSoonAndMayHaveDoneIt() {
        var failure = (DpsException.ComeBackLater) failures.translate(service(503, body(503001)));

        assertThat(failure.pause()).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(4));
        assertThat(failure.perhapsDone()).isTrue();
    }

    @Test
    void connectionThatWasNeverThereIsUnreachable() {
        for (var cause : List.of(
                new ConnectException("Connection refused"),
                new UnknownHostException("factory"),
                new SSLHandshakeException("PKIX path building failed"),
                new SocketException("SOCKS: Connection refused"),
                new SocketException("Connection refused"))) {
            assertThat(failures.translate(transport(cause)))
                    .isInstanceOf(DpsException.Unreachable.class)
                    .hasMessageContaining("factory.azure-devices-provisioning.net");
        }
    }

    @Test
    void connectionThatBrokeMayHaveCarriedTheRequest() {
        for (var cause : List.of(
                new SocketTimeoutException("Read timed out"),
                new SocketException("Connection reset"),
                new IOException("Unexpected end of file"))) {
            assertThat(failures.translate(transport(cause)))
                    .isInstanceOf(DpsException.UnknownOutcome.class)
                    .hasMessageContaining(cause.getMessage());
        }
    }

    private static String body(int code) {
        return "{\"errorCode\":" + code + ",\"trackingId\":\"t-1\",\"message\":\"The words.\"}";
    }

    private static ProvisioningServiceClientServiceException service(int status, String body) {
        try {
            ProvisioningServiceClientExceptionManager.httpResponseVerification(status, body);
            throw new AssertionError(status + " is no failure");
        } catch (ProvisioningServiceClientServiceException failure) {
            return failure;
        }
    }

    private static ProvisioningServiceClientTooManyRequestsException throttled() {
        return (ProvisioningServiceClientTooManyRequestsException) service(429, body(429001));
    }

    private static ProvisioningServiceClientTransportException transport(Exception cause) {
        return new ProvisioningServiceClientTransportException(new IOException(cause));
    }
}
