package dev.caravan.emulator;

import java.time.Instant;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.caravan.emulator.fidelity.Evidence;
import dev.caravan.emulator.fidelity.Fidelity;
import dev.caravan.emulator.fidelity.Fidelity.Area;

import static org.assertj.core.api.Assertions.assertThat;

/** Tokens, versions, paths, methods and media types. */
class AccessTest {

    private static final String PATH = "/enrollments/board-1?" + AzureHttp.VERSION;
    private static final TestIdentity IDENTITY = TestIdentity.of("board-1");

    @RegisterExtension
    static final RunningEmulator EMULATOR = new RunningEmulator();

    private final AzureHttp azure = AzureHttp.anonymous(EMULATOR);

    @ParameterizedTest
    @ValueSource(strings = {"", "/enrollments", "/enrollments/board-1"})
    @Fidelity(
            area = Area.DPS_SERVICE,
            evidence = Evidence.DOCUMENTED,
            behaviour = "A token is valid for its resource and everything below, whole segments of the"
                    + " path at a time.",
            source = "Learn: how-to-control-access")
    void tokenForAPrefixOfTheResourceIsGood(String prefix) {
        var token = azure.token(azure.host() + prefix, Instant.now().plusSeconds(60));

        assertThat(azure.serviceAs(token, "GET", PATH).status()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/enrollments/board", "/registrations", "/enrollments/board-1/x"})
    void tokenForSomethingElseIsRefused(String resource) {
        var token = azure.token(azure.host() + resource, Instant.now().plusSeconds(60));

        assertThat(azure.serviceAs(token, "GET", PATH).status()).isEqualTo(401);
    }

    @Test
    @Fidelity(
            area = Area.DPS_SERVICE,
            evidence = Evidence.DOCUMENTED,
            behaviour = "An expired, forged or missing token, and one of an unknown policy, is refused" + " with 401.",
            source = "Learn: how-to-troubleshoot-dps")
    void expiredForgedMissingAndForeignTokensAreRefused() {
        var good = azure.token(azure.host(), Instant.now().plusSeconds(60));

        assertThat(azure.serviceAs(azure.token(azure.host(), Instant.now().minusSeconds(1)), "GET", PATH)
                        .status())
                .isEqualTo(401);
        assertThat(azure.serviceAs(good.replace("sig=", "sig=AAAA"), "GET", PATH)
                        .status())
                .isEqualTo(401);
        assertThat(azure.serviceAs(good.replace("skn=provisioningserviceowner", "skn=other"), "GET", PATH)
                        .status())
                .isEqualTo(401);
        assertThat(azure.serviceAs("Bearer x", "GET", PATH).status()).isEqualTo(401);
        assertThat(azure.serviceAs(good, "GET", PATH).status()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({
        "GET,/enrollments/board-1?api-version=2018-04-01,400",
        "GET,/enrollments/board-1,400",
        "GET,/nothing?api-version=2021-10-01,404",
        "PUT,/enrollments?api-version=2021-10-01,405",
        "GET,/registrations?api-version=2021-10-01,405",
        "PATCH,/enrollments/board-1?api-version=2021-10-01,405",
        "GET,/registrations/board-1?api-version=2021-10-01,404"
    })
    @Fidelity(
            area = Area.DPS_SERVICE,
            evidence = Evidence.DOCUMENTED,
            behaviour = "A path without its id, or with a method that it does not know, is 405.",
            source = "Learn: how-to-troubleshoot-dps")
    @Fidelity(
            area = Area.DPS_SERVICE,
            evidence = Evidence.INFERRED,
            behaviour = "An unknown api-version, and none at all, is 400.",
            source = "nothing public")
    void callsThatLeadNowhere(String method, String path, int status) {
        assertThat(azure.service(method, path, "").status()).isEqualTo(status);
    }

    @Test
    @Fidelity(
            area = Area.DPS_SERVICE,
            evidence = Evidence.DOCUMENTED,
            behaviour = "A body that is not application/json is 415, one that cannot be read 400.",
            source = "Learn: how-to-troubleshoot-dps")
    void bodyOfAnotherMediaTypeIs415AndOneThatIsNoJson400() {
        assertThat(azure.service("PUT", PATH, EnrollmentJson.of(IDENTITY, ""), "Content-Type", "text/plain")
                        .status())
                .isEqualTo(415);
        assertThat(azure.service("PUT", PATH, "{").status()).isEqualTo(400);
    }

    @Test
    @Fidelity(
            area = Area.DPS_SERVICE,
            evidence = Evidence.INFERRED,
            behaviour = "The words of a path are read in any letter case.",
            source = "azure-iot-provisioning-service 1.11.2, which asks for /enrollmentgroups")
    void wordsOfThePathMayHaveAnyLetterCase() {
        azure.service("PUT", PATH, EnrollmentJson.of(IDENTITY, ""));

        var mechanism = "/Enrollments/board-1/attestationMechanism?" + AzureHttp.VERSION;
        assertThat(azure.service("POST", mechanism, "").status()).isEqualTo(200);
    }

    @Test
    @Fidelity(
            area = Area.DPS_SERVICE,
            evidence = Evidence.DOCUMENTED,
            behaviour = "A policy gives what its permissions say and no more; what they do not give is 401.",
            source = "Learn: how-to-control-access")
    void readerReadsAndDoesNotWrite() {
        azure.service("PUT", PATH, EnrollmentJson.of(IDENTITY, ""));
        var reader = azure.token(azure.host(), Instant.now().plusSeconds(60), "reader");

        assertThat(azure.serviceAs(reader, "GET", PATH).status()).isEqualTo(200);
        assertThat(azure.serviceAs(reader, "DELETE", PATH).status()).isEqualTo(401);
        assertThat(azure.serviceAs(reader, "GET", "/registrations/board-1?" + AzureHttp.VERSION)
                        .status())
                .isEqualTo(404);
        assertThat(azure.service("GET", PATH, "").status()).isEqualTo(200);
    }
}
