package dev.caravan.hub.access;

import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.apache.camel.CamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.caravan.hub.OneHub;
import dev.caravan.hub.RunningHub;

import static org.assertj.core.api.Assertions.assertThat;

/** Nothing is served that docs/openapi.json does not name, not even to the operator. */
@ExtendWith(OneHub.class)
class InventoryTest {

    private static final Path DOCUMENT = Path.of("..", "docs", "openapi.json");

    private final RunningHub hub;

    InventoryTest(RunningHub hub) {
        this.hub = hub;
    }

    @Test
    void everyOperationThatIsServedIsInTheDocument() throws Exception {
        var served = hub.part(CamelContext.class).getRoutes().stream()
                .map(route -> route.getEndpoint().getEndpointUri())
                .filter(uri -> uri.startsWith("rest:"))
                .map(uri -> uri.replaceAll("^rest:(//)?|\\?.*", "")
                        .replaceFirst(":", " ")
                        .replaceFirst(":", "")
                        .replace("%7B", "{")
                        .replace("%7D", "}"))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(served).isEqualTo(documented());
        assertThat(hub.part(CamelContext.class).getRoutes())
                .noneMatch(route ->
                        route.getEndpoint().getEndpointUri().matches("(servlet|jetty|netty-http|undertow):.*"));
    }

    private static Set<String> documented() throws Exception {
        var operations = new TreeSet<String>();
        new ObjectMapper()
                .readTree(Files.readString(DOCUMENT))
                .path("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .fieldNames()
                        .forEachRemaining(verb -> operations.add(verb + " " + path.getKey())));
        return operations;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v0/boards",
                "/api/v2/boards",
                "/api/boards",
                "/api/v1",
                "/api/v1/keys",
                "/api/v1/admin",
                "/api/v1/debug",
                "/api/v1/boards/" + RunningHub.ENROLLED + "/private-key",
                "/v3/api-docs",
                "/h2-console",
                "/jolokia",
                "/console",
                "/metrics",
                "/data/api-key"
            })
    void pathThatTheDocumentDoesNotNameIsNotThere(String path) throws Exception {
        assertThat(hub.get(path).statusCode()).isEqualTo(404);
        assertThat(hub.send(hub.request(path).POST(BodyPublishers.noBody())).statusCode())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TRACE", "PATCH", "DELETE", "PUT"})
    void methodThatTheDocumentDoesNotNameDoesNothing(String method) throws Exception {
        var answer = hub.send(hub.request("/api/v1/boards").method(method, BodyPublishers.noBody()));

        assertThat(answer.statusCode()).as("TRACE is refused by the firewall").isIn(400, 405);
    }
}
