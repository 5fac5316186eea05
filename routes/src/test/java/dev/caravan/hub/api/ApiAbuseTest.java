package dev.caravan.hub.api;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.caravan.hub.OneHub;
import dev.caravan.hub.RunningHub;

import static org.assertj.core.api.Assertions.assertThat;

/** Requests that ask for more than they say; docs/owasp.md names what each stands for. */
@ExtendWith(OneHub.class)
class ApiAbuseTest {

    private final RunningHub hub;

    ApiAbuseTest(RunningHub hub) {
        this.hub = hub;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"state", "guid", "version", "consignee", "assignedHub", "thumbprint", "activatedAt", "verifiedAt"
            })
    void fieldOfABoardThatIsNotTheCallersToSetIsRefusedByItsName(String field) throws Exception {
        var before = hub.get("/api/v1/boards/" + RunningHub.ENROLLED).body();

        var answer = hub.activate(
                RunningHub.ENROLLED, "{\"iotHub\":\"plant-a.azure-devices.net\",\"" + field + "\":\"REGISTERED\"}");

        mustNameTheField(answer, field);
        assertThat(hub.get("/api/v1/boards/" + RunningHub.ENROLLED).body()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"id", "owner", "secret", "publicKey", "state", "previousSecretUntil", "parked"})
    void fieldOfASubscriptionThatIsNotTheCallersToSetIsRefusedByItsName(String field) throws Exception {
        var answer = hub.send(hub.request("/api/v1/subscriptions")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"url\":\"https://192.0.2.7/\",\"" + field + "\":\"x\"}")));

        mustNameTheField(answer, field);
        assertThat(RunningHub.json(hub.get("/api/v1/subscriptions")).path("items"))
                .noneMatch(each -> each.path("url").asText().equals("https://192.0.2.7/"));
    }

    private static void mustNameTheField(HttpResponse<String> answer, String field) throws Exception {
        assertThat(RunningHub.problem(answer, 400).path("detail").asText())
                .contains("field '" + field + "': there is no such field");
    }

    @Test
    void bodyThatIsSmallAndDearToReadIsRefused() throws Exception {
        var deep = "[".repeat(20_000) + "]".repeat(20_000);
        var endless = "9".repeat(20_000);
        var wide = "1e999999999";
        for (var value : new String[] {deep, endless, wide}) {
            var answer = hub.activate(
                    RunningHub.ENROLLED, "{\"iotHub\":\"plant-a.azure-devices.net\",\"tags\":{\"a\":" + value + "}}");

            RunningHub.problem(answer, 400);
        }
    }
}
