package dev.caravan.hub.api;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

import static org.assertj.core.api.Assertions.assertThat;

class ApiKeyFilterTest {

    @TempDir
    private Path folder;

    private final MockHttpServletResponse response = new MockHttpServletResponse();
    private final MockFilterChain behind = new MockFilterChain();
    private ApiKeyFilter filter;
    private String key;

    @BeforeEach
    void makeKey() throws Exception {
        filter = new ApiKeyFilter(ApiKey.readOrMake(folder.resolve("api-key"), new SecureRandom()));
        key = Files.readString(folder.resolve("api-key"));
    }

    @Test
    void keyOpensTheApi() throws Exception {
        var request = request("/api/v1/boards");
        request.addHeader(ApiKey.HEADER, key);

        filter.doFilter(request, response, behind);

        assertThat(behind.getRequest()).isSameAs(request);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "wrong"})
    void otherKeyIsAnsweredHereWithAProblem(String offered) throws Exception {
        var request = request("/api/v1/boards");
        request.addHeader(ApiKey.HEADER, offered);

        filter.doFilter(request, response, behind);

        assertThat(behind.getRequest()).isNull();
        assertThat(response.getStatus()).isEqualTo(401);
        assertThat(response.getContentType()).startsWith(Problem.MEDIA_TYPE);
        assertThat(response.getContentAsString())
                .contains("\"type\":\"urn:caravan:problem:unauthorized\"", "X-API-Key")
                .doesNotContain(key);
    }

    @Test
    void keyInTheAddressIsNoKey() throws Exception {
        var request = request("/api/v1/boards");
        request.setParameter(ApiKey.HEADER, key);

        filter.doFilter(request, response, behind);

        assertThat(response.getStatus()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/openapi.json", "/swagger-ui/index.html", "/actuator/health", "/"})
    void whatHoldsNoDataIsOpen(String path) throws Exception {
        filter.doFilter(request(path), response, behind);

        assertThat(behind.getRequest()).isNotNull();
    }

    private static MockHttpServletRequest request(String path) {
        var request = new MockHttpServletRequest("GET", path);
        request.setServletPath(path);
        return request;
    }
}
