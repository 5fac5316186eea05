package dev.caravan.callback;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.List;

import org.junit.jupiter.api.Test;

import dev.caravan.ledger.Subscription.Signature;

import static org.assertj.core.api.Assertions.assertThat;

class SigningTest {

    /** The example of the Standard Webhooks' own libraries. */
    @Test
    void signatureIsTheOneOfTheStandard() {
        var secret = Base64.getDecoder().decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
        var body = "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8);

        var headers = Signing.headers(
                "msg_p5jXN8AQM9LWM0D4loKWxJek",
                Instant.ofEpochSecond(1614265330),
                body,
                Signature.HMAC,
                List.of(secret));

        assertThat(headers)
                .containsEntry("webhook-id", "msg_p5jXN8AQM9LWM0D4loKWxJek")
                .containsEntry("webhook-timestamp", "1614265330")
                .containsEntry("webhook-signature", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @Test
    void publicKeyIsWrittenAsTheStandardSaysAndTheOtherIsShownToNobody() {
        var key = Signing.newKey(Signature.ED25519, new SecureRandom());

        assertThat(key.publicKey()).startsWith("whpk_");
        assertThat(Base64.getDecoder().decode(key.publicKey().substring(5))).hasSize(32);
        assertThat(key.shown()).isNull();
    }

    @Test
    void secretIsWrittenAsTheStandardSaysAndLongEnough() {
        var key = Signing.newKey(Signature.HMAC, new SecureRandom());

        assertThat(key.shown()).startsWith("whsec_");
        assertThat(Base64.getDecoder().decode(key.shown().substring(6))).hasSize(32);
        assertThat(key.publicKey()).isNull();
    }
}
