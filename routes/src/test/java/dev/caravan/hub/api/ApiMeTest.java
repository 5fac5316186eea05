package dev.caravan.hub.api;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.caravan.access.Principal;
import dev.caravan.access.Role;
import dev.caravan.hub.OneHub;
import dev.caravan.hub.RunningHub;
import dev.caravan.login.UserDesk;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OneHub.class)
class ApiMeTest {

    private static final String CHOSEN = "five dry camels at noon";

    private final RunningHub hub;

    ApiMeTest(RunningHub hub) {
        this.hub = hub;
    }

    @Test
    void firstPasswordOpensNothingButItsChangeAndTheChosenOneTheRest() throws Exception {
        var first = hub.part(UserDesk.class).add(new Principal("carla", Role.FACTORY, Set.of()), "a test");
        for (var path : new String[] {"/api/v1/me", "/api/v1/boards", "/api/v1/nothing"}) {
            var refused = RunningHub.problem(hub.send(hub.basicRequest("carla", first, path)), 403);
            assertThat(refused.path("type").asText()).isEqualTo("urn:caravan:problem:password-change-required");
            assertThat(refused.path("detail").asText()).contains("PUT /api/v1/me/password");
        }
        assertThat(RunningHub.problem(change("carla", first, "short"), 400)
                        .path("detail")
                        .asText())
                .isEqualTo("field 'password' must have 12 to 128 characters, but has 5");
        assertThat(RunningHub.problem(change("carla", first, first), 400)
                        .path("detail")
                        .asText())
                .contains("another one");

        var changed = change("carla", first, CHOSEN);

        assertThat(changed.statusCode()).as(changed.body()).isEqualTo(200);
        var me = hub.send(hub.basicRequest("carla", CHOSEN, "/api/v1/me"));
        assertThat(me.body())
                .isEqualTo("{\"name\":\"carla\",\"role\":\"factory\",\"consignees\":[],\"credential\":\"password\"}");
        assertThat(hub.send(hub.basicRequest("carla", CHOSEN, "/api/v1/boards")).statusCode())
                .isEqualTo(200);
        RunningHub.problem(hub.send(hub.basicRequest("carla", first, "/api/v1/me")), 401);
    }

    @Test
    void callerWithAKeyLearnsItsConsigneesAndHasNoPasswordToChange() throws Exception {
        var krone = new Principal("manufacturer", Role.MANUFACTURER, Set.of("krone"));

        var me = RunningHub.json(hub.send(hub.request(krone, "/api/v1/me")));
        var refused = hub.send(put(hub.request(krone, "/api/v1/me/password"), CHOSEN));

        assertThat(me.path("consignees").get(0).asText()).isEqualTo("krone");
        assertThat(me.path("credential").asText()).isEqualTo("key");
        assertThat(RunningHub.problem(refused, 409).path("type").asText()).isEqualTo("urn:caravan:problem:no-password");
    }

    @Test
    void unknownUserAndWrongPasswordAreAnsweredLetterByLetterAlike() throws Exception {
        hub.part(UserDesk.class).add(new Principal("dora", Role.FACTORY, Set.of()), "a test");

        var unknown = hub.send(hub.basicRequest("nobody", "guess", "/api/v1/boards"));
        var wrong = hub.send(hub.basicRequest("dora", "guess", "/api/v1/boards"));

        assertThat(unknown.statusCode()).isEqualTo(401);
        assertThat(wrong.body()).isEqualTo(unknown.body());
        assertThat(wrong.headers().map().keySet())
                .isEqualTo(unknown.headers().map().keySet());
        assertThat(wrong.headers().firstValue("WWW-Authenticate")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Basic", "Basic !", "Basic OmE=", "Basic bm9jb2xvbg==", "Digest a", "Bearer x"})
    void headerThatIsNoCredentialOpensNothing(String header) throws Exception {
        RunningHub.problem(hub.send(hub.stranger("/api/v1/boards").header("Authorization", header)), 401);
    }

    @Test
    void twoCredentialsAtOnceAreNone() throws Exception {
        RunningHub.problem(hub.send(hub.request("/api/v1/boards").header("Authorization", "Basic eDp5")), 401);
    }

    private HttpResponse<String> change(String name, String password, String chosen) throws Exception {
        return hub.send(put(hub.basicRequest(name, password, "/api/v1/me/password"), chosen));
    }

    private static HttpRequest.Builder put(HttpRequest.Builder request, String chosen) {
        return request.header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString("{\"password\":\"" + chosen + "\"}"));
    }
}
