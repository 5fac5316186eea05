package dev.caravan.hub;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import dev.caravan.hub.ApiContract.Answer;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** What holds the API's tests against docs/openapi.json does fail. */
class ApiContractTest {

    private static final String SUBSCRIPTIONS = "{\"items\":[]}";

    private final ApiContract contract = new ApiContract();

    @Test
    void answerThatIsAsTheDocumentSaysPasses() {
        assertThatCode(() -> contract.check(get("/subscriptions"), answer(200, "application/json", SUBSCRIPTIONS)))
                .doesNotThrowAnyException();
    }

    @Test
    void fieldThatTheDocumentDoesNotNameFails() {
        mustFail(get("/subscriptions"), answer(200, "application/json", "{\"items\":[],\"owner\":\"krone\"}"));
    }

    @Test
    void valueOfAnotherTypeStatusMediaTypeAndParameterFail() {
        mustFail(get("/subscriptions"), answer(200, "application/json", "{\"items\":7}"));
        mustFail(get("/subscriptions"), answer(200, "text/html", SUBSCRIPTIONS));
        mustFail(get("/subscriptions"), answer(401, "application/json", "{}"));
        mustFail(get("/subscriptions"), answer(202, "application/json", SUBSCRIPTIONS));
        mustFail(get("/subscriptions?secret=1"), answer(200, "application/json", SUBSCRIPTIONS));
    }

    @Test
    void operationThatIsNotInTheDocumentFailsWhenItIsServed() {
        mustFail(get("/keys"), answer(200, "application/json", "{}"));
    }

    @Test
    void requestThatWasTakenMustBeOneOfTheDocument() {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1/api/v1/adoptions"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"folder\":7}"))
                .build();

        mustFail(request, answer(200, "application/json", "{}"));
    }

    private void mustFail(HttpRequest request, Answer answer) {
        assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> contract.check(request, answer));
    }

    private static HttpRequest get(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1/api/v1" + path))
                .build();
    }

    private static Answer answer(int status, String type, String body) {
        return new Answer(status, Optional.of(type), body);
    }
}
