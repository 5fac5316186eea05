package dev.caravan.device.hub;

import java.net.ConnectException;

import com.microsoft.azure.sdk.iot.device.IotHubStatusCode;
import com.microsoft.azure.sdk.iot.device.exceptions.IotHubClientException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

class HubFailuresTest {

    @ParameterizedTest
    @EnumSource(names = {"UNAUTHORIZED", "NOT_FOUND"})
    void notAcceptedMeansAskTheServiceAgain(IotHubStatusCode code) {
        assertThat(translate(code)).isInstanceOf(HubException.Refused.class);
    }

    @ParameterizedTest
    @EnumSource(names = {"BAD_FORMAT", "REQUEST_ENTITY_TOO_LARGE", "PRECONDITION_FAILED"})
    void contentThatIsNotTakenIsNotWorthARepeat(IotHubStatusCode code) {
        assertThat(translate(code)).isInstanceOf(HubException.Rejected.class);
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"UNAUTHORIZED", "NOT_FOUND", "BAD_FORMAT", "REQUEST_ENTITY_TOO_LARGE", "PRECONDITION_FAILED"})
    void everythingElseIsWorthARepeat(IotHubStatusCode code) {
        assertThat(translate(code)).isInstanceOf(HubException.Unavailable.class).hasMessageNotContaining("null");
    }

    private static HubException translate(IotHubStatusCode code) {
        return HubFailures.translate(
                new IotHubClientException(code, "words", new ConnectException("Connection refused")));
    }
}
