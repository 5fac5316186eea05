package dev.caravan.emulator.sas;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.caravan.emulator.fidelity.Evidence;
import dev.caravan.emulator.fidelity.Fidelity;
import dev.caravan.emulator.fidelity.Fidelity.Area;

import static org.assertj.core.api.Assertions.assertThat;

class SasTokenTest {

    private static final byte[] KEY = {1, 2, 3};
    private static final String HOST = "dps.azure-devices-provisioning.net";

    private static String token(String resource, String signed, long expiry, String more) {
        var signature = Base64.getEncoder().encodeToString(Hmac.sha256(KEY, signed + "\n" + expiry));
        return "sr=" + resource + "&sig=" + URLEncoder.encode(signature, StandardCharsets.UTF_8) + "&se=" + expiry
                + more;
    }

    private static SasToken read(String text) {
        return SasToken.parse(text).orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "SharedAccessSignature "})
    void tokenIsReadWithAndWithoutItsScheme(String scheme) {
        var token = read(scheme + token(HOST, HOST, 1_700_000_000, "&skn=owner"));

        assertThat(token.resource()).isEqualTo(HOST);
        assertThat(token.expiry()).isEqualTo(1_700_000_000);
        assertThat(token.policy()).isEqualTo("owner");
        assertThat(token.signedWith(KEY)).isTrue();
    }

    @Test
    @Fidelity(
            area = Area.DPS_SERVICE,
            evidence = Evidence.DOCUMENTED,
            behaviour = "The fields of a token may have any order.",
            source = "Learn: how-to-control-access")
    void orderOfTheFieldsDoesNotMatter() {
        assertThat(read("skn=owner&se=5&sig=AAAA&sr=x")).isEqualTo(read("sr=x&sig=AAAA&se=5&skn=owner"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "sr=x&sig=AAAA", "sr=x&se=5", "sig=AAAA&se=5", "sr=x&sig=AAAA&se=soon", "sr=x&sig=%&se=5"})
    void textThatIsNoTokenIsNotRead(String text) {
        assertThat(SasToken.parse(text)).isEmpty();
    }

    @Test
    void nameLeftOutOrEmptyIsNoPolicy() {
        assertThat(read("sr=x&sig=AAAA&se=5").policy()).isNull();
        assertThat(read("sr=x&sig=AAAA&se=5&skn=").policy()).isNull();
    }

    @Test
    @Fidelity(
            area = Area.DPS_SERVICE,
            evidence = Evidence.DOCUMENTED,
            behaviour = "A token is signed over its encoded resource, as sent or in lower case.",
            source = "Learn: how-to-control-access; Java SDK: ProvisioningSasToken")
    void signatureOverTheLowerCaseResourceIsGoodToo() {
        var mixed = "0ne00CA7A4A%2Fregistrations%2FBoard-1";

        assertThat(read(token(mixed, mixed, 5, "")).signedWith(KEY)).isTrue();
        assertThat(read(token(mixed, mixed.toLowerCase(java.util.Locale.ROOT), 5, ""))
                        .signedWith(KEY))
                .isTrue();
        assertThat(read(token(mixed, mixed.toUpperCase(java.util.Locale.ROOT), 5, ""))
                        .signedWith(KEY))
                .isFalse();
    }

    @Test
    @Fidelity(
            area = Area.DPS_SERVICE,
            evidence = Evidence.DOCUMENTED,
            behaviour = "A token signed with another key, or for another expiry, is not good.",
            source = "Learn: how-to-control-access")
    void otherKeyExpiryOrSignatureIsNotGood() {
        var text = token(HOST, HOST, 5, "");

        assertThat(read(text).signedWith(new byte[] {1, 2, 4})).isFalse();
        assertThat(read(text).signedWith(new byte[0])).isFalse();
        assertThat(read(text.replace("se=5", "se=6")).signedWith(KEY)).isFalse();
        assertThat(read("sr=" + HOST + "&sig=~&se=5").signedWith(KEY)).isFalse();
    }

    @Test
    void tokenIsGoodUntilTheSecondBeforeItsExpiry() {
        var token = read(token(HOST, HOST, 1000, ""));

        assertThat(token.expired(Instant.ofEpochSecond(999))).isFalse();
        assertThat(token.expired(Instant.ofEpochSecond(1000))).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "h.net,h.net/enrollments/board-1,true",
        "H.net,h.NET/enrollments,true",
        "h.net%2fenrollments%2f,h.net/enrollments/board-1,true",
        "h.net%2Fenrollments%2FBoard-1,h.net/enrollments/board-1,true",
        "h.net%2fenrollments%2fboard,h.net/enrollments/board-1,false",
        "h.net%2fenrollments%2fboard-1%2fx,h.net/enrollments/board-1,false",
        "h,h.net,false",
        "%zz,h.net,false",
        "'',h.net,false"
    })
    void tokenCoversItsResourceAndWhatIsBelow(String resource, String wanted, boolean covered) {
        assertThat(new SasToken(resource, "", 5, null).covers(wanted)).isEqualTo(covered);
    }
}
