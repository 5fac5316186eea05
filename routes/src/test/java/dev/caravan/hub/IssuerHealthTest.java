package dev.caravan.hub;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.Status;

import dev.caravan.certificate.CertificateTools;
import dev.caravan.certificate.CryptoProviders;
import dev.caravan.certificate.Issuers;

import static org.assertj.core.api.Assertions.assertThat;

class IssuerHealthTest {

    private static final Instant FOUNDED = Instant.parse("2026-11-26T12:00:00Z");
    private static final Duration LEAF = Duration.ofDays(3653);

    @TempDir
    private Path folder;

    private Issuers issuers;
    private Instant end;

    @BeforeEach
    void found() {
        var tools = new CertificateTools(
                CryptoProviders.choose(), Clock.fixed(FOUNDED, ZoneOffset.UTC), new SecureRandom());
        issuers = Issuers.openOrFound(folder.resolve("ca"), "of a test".toCharArray(), tools);
        end = issuers.byDefault().issuer().getNotAfter().toInstant();
    }

    @Test
    void issuerIsUpAsLongAsALeafOfFullLengthFitsIntoItsLifeAndNoSecondLonger() {
        assertThat(at(end.minus(LEAF)).getStatus()).isEqualTo(Status.UP);

        var health = at(end.minus(LEAF).plusSeconds(1));

        assertThat(health.getStatus()).isEqualTo(new Status("ENDS_EARLY"));
        assertThat(health.getDetails().get("words"))
                .asString()
                .contains("issuer 'default' ends at " + end, "./caravan ca rotate");
    }

    @Test
    void expiredIssuerIsDown() {
        assertThat(at(end.minusSeconds(1)).getStatus()).isEqualTo(new Status("ENDS_EARLY"));

        assertThat(at(end).getStatus()).isEqualTo(Status.DOWN);
    }

    @Test
    void issuerThatCouldNotBeReplacedIsNamedToAllAndItsFileToNobody() throws IOException {
        Files.writeString(folder.resolve("ca/issuer.p12"), "half written by a hand");

        var health = at(FOUNDED);

        assertThat(health.getStatus()).isEqualTo(new Status("NOT_REPLACED"));
        assertThat(health.getStatus().getDescription())
                .startsWith("what was put in the place of issuer default cannot be used")
                .doesNotContain("issuer.p12");
        assertThat(health.getDetails().get("words")).asString().contains("issuer 'default': ", "ca/issuer.p12");
    }

    private Health at(Instant now) {
        return new IssuerHealth(issuers, LEAF, Clock.fixed(now, ZoneOffset.UTC)).health();
    }
}
