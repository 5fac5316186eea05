package dev.caravan.certificate;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;

import dev.caravan.board.BoardGuid;

/** An authority in a fresh folder, at a fixed moment. */
final class Fixtures {

    static final Instant NOW = Instant.parse("2026-11-23T10:15:30.987Z");
    static final BoardGuid BOARD = new BoardGuid("0f8fad5b-d9cb-469f-a165-70867728950e");

    private Fixtures() {}

    static char[] password() {
        return "a password of a test".toCharArray();
    }

    static CertificateTools at(Instant moment) {
        return at(moment, CryptoProviders.choose());
    }

    static CertificateTools at(Instant moment, CryptoProviders providers) {
        return new CertificateTools(providers, Clock.fixed(moment, ZoneOffset.UTC), new SecureRandom());
    }

    static CertificateAuthority authority(Path folder) {
        return Issuers.openOrFound(folder, password(), at(NOW)).byDefault();
    }
}
