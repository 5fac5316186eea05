package dev.caravan.emulator;

import java.io.ByteArrayInputStream;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.azure.sdk.iot.device.ClientOptions;
import com.microsoft.azure.sdk.iot.device.DeviceClient;
import com.microsoft.azure.sdk.iot.device.IotHubClientProtocol;
import com.microsoft.azure.sdk.iot.device.Message;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import dev.caravan.emulator.dps.Terms;
import dev.caravan.emulator.fidelity.Evidence;
import dev.caravan.emulator.fidelity.Fidelity;
import dev.caravan.emulator.fidelity.Fidelity.Area;

import static org.assertj.core.api.Assertions.assertThat;

/** The preview of certificates issued at registration. */
class SigningRequestTest {

    private static final String PREVIEW = "api-version=2025-07-01-preview";
    private static final String POLICY = ",\"credentialPolicyName\":\"line-4\"";

    @RegisterExtension
    static final RunningEmulator EMULATOR =
            new RunningEmulator(new Terms("geoLatency", Map.of(), 2, Duration.ofSeconds(3), true));

    private final TestIdentity board = TestIdentity.of("board-1");
    private final AzureHttp device = AzureHttp.as(board, EMULATOR);
    private KeyPair keys;

    @BeforeEach
    void makeKeysOfTheDevice() throws Exception {
        keys = KeyPairGenerator.getInstance("EC").generateKeyPair();
    }

    private static void enroll(TestIdentity identity, String more) {
        assertThat(AzureHttp.anonymous(EMULATOR)
                        .service("PUT", "/enrollments/board-1?" + AzureHttp.VERSION, EnrollmentJson.of(identity, more))
                        .status())
                .isEqualTo(200);
    }

    private String csr(String commonName) throws Exception {
        var request = new JcaPKCS10CertificationRequestBuilder(new X500Name("CN=" + commonName), keys.getPublic())
                .build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()));
        return Base64.getEncoder().encodeToString(request.getEncoded());
    }

    private static String path(String rest) {
        return "/" + EMULATOR.endpoints().idScope() + "/registrations/board-1" + rest + "?" + PREVIEW;
    }

    private AzureHttp.Reply register(String csr) {
        return device.device("PUT", path("/register"), "{\"registrationId\":\"board-1\",\"csr\":\"" + csr + "\"}");
    }

    private JsonNode registered(String csr) {
        var reply = register(csr);
        assertThat(reply.status()).as(reply.body().toString()).isEqualTo(202);
        var operation = reply.body().path("operationId").asText();
        return device.device("GET", path("/operations/" + operation), "").body().path("registrationState");
    }

    private static List<X509Certificate> chain(JsonNode state) throws Exception {
        List<X509Certificate> chain = new ArrayList<>();
        for (var each : state.path("issuedCertificateChain")) {
            chain.add((X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(
                            new ByteArrayInputStream(Base64.getDecoder().decode(each.asText()))));
        }
        return chain;
    }

    @Test
    @Fidelity(
            area = Area.DPS_DEVICE,
            evidence = Evidence.DOCUMENTED,
            behaviour = "Preview: a csr in the register body is answered with issuedCertificateChain at the end: leaf,"
                    + " intermediate, root, base64 of DER.",
            source = "models.tsp 2025-07-01-preview")
    void certificateForTheDevicesKeyIsIssuedWithItsChain() throws Exception {
        enroll(board, POLICY);

        var chain = chain(registered(csr("board-1")));

        assertThat(chain).hasSize(3);
        assertThat(chain.get(0).getPublicKey()).isEqualTo(keys.getPublic());
        assertThat(chain.get(0).getSubjectX500Principal().getName()).isEqualTo("CN=board-1");
        chain.get(0).verify(chain.get(1).getPublicKey());
        chain.get(1).verify(chain.get(2).getPublicKey());
    }

    @Test
    @Fidelity(
            area = Area.DPS_DEVICE,
            evidence = Evidence.INFERRED,
            behaviour = "Preview: the hub knows the device by the issued certificate from then on.",
            source = "Learn: iot-hub-certificate-management-overview")
    void issuedCertificateOpensTheHub() throws Exception {
        enroll(board, POLICY);
        var issued = new TestIdentity(keys.getPrivate(), chain(registered(csr("board-1"))));

        var client = new DeviceClient(
                "HostName=plant-a.azure-devices.net;DeviceId=board-1;x509=true",
                IotHubClientProtocol.MQTT,
                ClientOptions.builder()
                        .sslContext(issued.tls(EMULATOR.authority()))
                        .build());
        client.open(false);
        client.sendEvent(new Message("hello"));
        client.close();

        assertThat(EMULATOR.state("/hubs/plant-a/telemetry")).hasSize(1);
    }

    @Test
    @Fidelity(
            area = Area.DPS_DEVICE,
            evidence = Evidence.DOCUMENTED,
            behaviour = "Preview: a csr in the lookup call is a bad request, and lookup never answers the chain.",
            source = "models.tsp 2025-07-01-preview")
    void lookupTakesNoCsrAndShowsNoChain() throws Exception {
        enroll(board, POLICY);
        registered(csr("board-1"));

        var withCsr =
                device.device("POST", path(""), "{\"registrationId\":\"board-1\",\"csr\":\"" + csr("board-1") + "\"}");
        var without = device.device("POST", path(""), "{\"registrationId\":\"board-1\"}");

        assertThat(withCsr.status()).isEqualTo(400);
        assertThat(without.status()).isEqualTo(200);
        assertThat(without.body().has("issuedCertificateChain")).isFalse();
    }

    @Test
    @Fidelity(
            area = Area.DPS_DEVICE,
            evidence = Evidence.INFERRED,
            behaviour = "Preview: a csr of another name, one that cannot be read, and one for an enrollment without"
                    + " credentialPolicyName are refused with 400.",
            source = "Learn: iot-hub-certificate-management-overview")
    void requestThatCannotBeGrantedIsRefused() throws Exception {
        enroll(board, POLICY);
        assertThat(register(csr("board-2")).status()).isEqualTo(400);
        assertThat(register("bm9uc2Vuc2U=").status()).isEqualTo(400);
        EMULATOR.control("POST", "/reset", "");

        enroll(board, "");

        assertThat(register(csr("board-1")).status()).isEqualTo(400);
    }
}
