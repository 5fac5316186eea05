package dev.caravan.certificate;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class IssuersTest {

    @TempDir
    Path data;

    @Test
    void leafLeadsBackToTheAuthorityThatSignedItAndNoOther() {
        var issuers = in("here");
        var others = in("there");

        var leaf = new LeafIssuer(issuers.byDefault(), LeafProfile.TEN_YEARS, Fixtures.at(Fixtures.NOW))
                .issue(Fixtures.BOARD)
                .leaf();

        assertThat(issuers.issuerOf(leaf)).contains(issuers.byDefault());
        assertThat(others.issuerOf(leaf)).isEmpty();
    }

    @Test
    void unknownNameIsRefusedWithTheNamesThatThereAre() {
        var issuers = in("here");

        assertThatExceptionOfType(CertificateAuthorityException.class)
                .isThrownBy(() -> issuers.named("plant-b"))
                .withMessage("there is no issuer named 'plant-b', only [default]");
    }

    private Issuers in(String folder) {
        return Issuers.openOrFound(data.resolve(folder), Fixtures.password(), Fixtures.at(Fixtures.NOW));
    }
}
