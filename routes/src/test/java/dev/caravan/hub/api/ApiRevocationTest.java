package dev.caravan.hub.api;

import java.io.ByteArrayInputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import dev.caravan.certificate.Issuers;
import dev.caravan.certificate.KeyId;
import dev.caravan.hub.OneHub;
import dev.caravan.hub.RunningHub;
import dev.caravan.revocation.PublishedLists;

import static dev.caravan.hub.RunningHub.problem;
import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OneHub.class)
class ApiRevocationTest {

    private final RunningHub hub;

    ApiRevocationTest(RunningHub hub) {
        this.hub = hub;
    }

    @Test
    void listIsOpenToEverybodyAndSignedByTheAuthority() throws Exception {
        hub.part(PublishedLists.class).publish();
        var issuer = hub.part(Issuers.class).byDefault().issuer();

        var answer = HttpClient.newHttpClient()
                .send(hub.stranger("/crl/" + KeyId.of(issuer) + ".crl").build(), BodyHandlers.ofByteArray());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/pkix-crl");
        var list =
                (X509CRL) CertificateFactory.getInstance("X.509").generateCRL(new ByteArrayInputStream(answer.body()));
        list.verify(issuer.getPublicKey());
    }

    @Test
    void listThatIsNotThereIsAProblemAndNoWayOut() throws Exception {
        for (var name : new String[] {"00ff.crl", "..%2fca-chain.pem", "x"}) {
            assertThat(hub.send(hub.stranger("/crl/" + name)).statusCode())
                    .as(name)
                    .isIn(400, 404);
        }
        assertThat(problem(hub.send(hub.stranger("/crl/00ff.crl")), 404)
                        .path("type")
                        .asText())
                .endsWith("unknown-revocation-list");
    }

    @Test
    void revocationNamesAReasonOfRfc5280() throws Exception {
        var answer = hub.send(hub.request("/api/v1/boards/" + RunningHub.ENROLLED + "/revocation")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"revocation\": \"certificateHold\", \"reason\": \"lost\"}")));

        assertThat(problem(answer, 400).toString()).contains("keyCompromise, affiliationChanged");
    }
}
