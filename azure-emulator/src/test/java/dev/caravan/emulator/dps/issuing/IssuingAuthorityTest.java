package dev.caravan.emulator.dps.issuing;

import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;

import javax.security.auth.x500.X500Principal;

import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.junit.jupiter.api.Test;

import dev.caravan.emulator.dps.chain.PresentedChain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class IssuingAuthorityTest {

    private final IssuingAuthority authority = new IssuingAuthority(Clock.systemUTC(), new SecureRandom());

    private static KeyPair keys() throws Exception {
        var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        return generator.generateKeyPair();
    }

    private static String request(KeyPair subject, KeyPair signer) throws Exception {
        var builder = new JcaPKCS10CertificationRequestBuilder(new X500Principal("CN=board-1"), subject.getPublic());
        var request = builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(signer.getPrivate()));
        return Base64.getEncoder().encodeToString(request.getEncoded());
    }

    @Test
    void issuedChainLeadsToTheRootAndBelongsToTheDevicesKey() throws Exception {
        var keys = keys();
        var request = SigningRequest.read(request(keys, keys));

        var chain = authority.issue(request, "line 4");

        assertThat(chain).hasSize(3);
        assertThat(chain.get(0).getPublicKey()).isEqualTo(keys.getPublic());
        assertThat(chain.get(0).getSubjectX500Principal().getName()).isEqualTo("CN=board-1");
        assertThat(new PresentedChain(chain).stepsTo(chain.get(2).getEncoded(), Instant.now()))
                .hasValue(2);
        assertThat(Duration.between(Instant.now(), chain.get(0).getNotAfter().toInstant()))
                .isLessThan(Duration.ofDays(90));
    }

    @Test
    void policiesHaveAuthoritiesOfTheirOwnUnderOneRoot() throws Exception {
        var keys = keys();
        var request = SigningRequest.read(request(keys, keys));

        var one = authority.issue(request, "one");
        var two = authority.issue(request, "two");

        assertThat(one.get(1)).isNotEqualTo(two.get(1));
        assertThat(authority.issue(request, "one").get(1)).isEqualTo(one.get(1));
        assertThat(one.get(2)).isEqualTo(two.get(2));
    }

    @Test
    void nameIsComparedLetterByLetter() throws Exception {
        var keys = keys();
        var request = SigningRequest.read(request(keys, keys));

        assertThat(request.isFor("board-1")).isTrue();
        assertThat(request.isFor("Board-1")).isFalse();
    }

    @Test
    void requestThatIsNoneOrOfAnotherKeyIsUnusable() throws Exception {
        var stolen = request(keys(), keys());

        assertThatThrownBy(() -> SigningRequest.read(stolen)).hasMessageContaining("own key");
        assertThatThrownBy(() -> SigningRequest.read("AAAA")).isInstanceOf(SigningRequest.Unusable.class);
        assertThatThrownBy(() -> SigningRequest.read("-----BEGIN")).isInstanceOf(SigningRequest.Unusable.class);
    }
}
