package dev.caravan.certificate;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class IssuersTest {

    @TempDir
    Path data;

    private CaDesk desk;

    @BeforeEach
    void found() {
        desk = new CaDesk(data.resolve("ca"), Fixtures.password(), Fixtures.at(Fixtures.NOW));
        desk.found(Issuers.DEFAULT, null, CaLife.USUAL);
    }

    private Issuers open(String... others) {
        return Issuers.openOrFound(data.resolve("ca"), Fixtures::password, List.of(others), Fixtures.at(Fixtures.NOW));
    }

    @Test
    void replacedIssuerIsTakenWithoutAStartAndStaysTheSameObjectUntilThen() {
        var issuers = open();
        var first = issuers.byDefault();
        assertThat(issuers.byDefault()).isSameAs(first);

        var second = desk.rotate(Issuers.DEFAULT, null, CaLife.USUAL);

        assertThat(issuers.byDefault().chain()).isEqualTo(second.chain());
        assertThat(List.of(issuers, open()))
                .as("who can sign a list of revoked certificates, now and after the next start")
                .allSatisfy(each -> assertThat(each.all())
                        .extracting(CertificateAuthority::chain)
                        .containsExactly(second.chain(), first.chain()));
    }

    @Test
    void keyStoreThatCannotBeUsedLeavesTheOneBeforeAtWork() throws Exception {
        var issuers = open();
        var first = issuers.byDefault();

        Files.writeString(data.resolve("ca/issuer.p12"), "half written by a hand");

        assertThat(issuers.byDefault()).isSameAs(first);
    }

    @Test
    void unknownNameIsRefusedWithTheNamesThatThereAre() {
        assertThatExceptionOfType(CertificateAuthorityException.class)
                .isThrownBy(() -> open().named("plant-b"))
                .withMessage(
                        "there is no issuer named 'plant-b', only [default]; caravan.certificate.issuers names them");
    }

    @Test
    void issuerThatIsConfiguredAndWasNeverFoundedIsRefusedWithTheCommand() {
        assertThatExceptionOfType(CertificateAuthorityException.class)
                .isThrownBy(() -> open("plant-b"))
                .withMessageContaining("caravan.certificate.issuers names 'plant-b'")
                .withMessageEndingWith("./caravan ca init --issuer=plant-b founds it");
        desk.found("plant-b", null, CaLife.USUAL);
        assertThat(open("plant-b").named("plant-b").name()).isEqualTo("plant-b");
    }

    @Test
    void twoIssuersForTheSameBoardsAreRefused() {
        var inbox = List.of(data.resolve("inbox-b"));
        var one = new IssuerSettings("plant-b", List.of("krone"), inbox, null, null);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new IssuerChoice(
                        List.of(one, new IssuerSettings("plant-c", List.of("krone"), null, null, null))))
                .withMessage("caravan.certificate.issuers: 'krone' chooses one issuer only, but 'plant-b' and 'plant-c'"
                        + " name it");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> new IssuerChoice(List.of(one, new IssuerSettings("plant-c", null, inbox, null, null))))
                .withMessageContaining("inbox-b' chooses one issuer only");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new IssuerChoice(List.of(new IssuerSettings("default", null, null, null, null))))
                .withMessageContaining("the name 'default' is taken");
    }
}
