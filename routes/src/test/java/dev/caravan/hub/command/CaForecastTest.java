package dev.caravan.hub.command;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.DefaultApplicationArguments;

import dev.caravan.board.BoardGuid;
import dev.caravan.certificate.CertificateTools;
import dev.caravan.certificate.CryptoProviders;
import dev.caravan.certificate.Issuers;
import dev.caravan.certificate.KeyId;
import dev.caravan.certificate.LeafIssuer;
import dev.caravan.certificate.LeafProfile;
import dev.caravan.certificate.Thumbprint;
import dev.caravan.hub.SeededLedger;
import dev.caravan.ledger.CertifiedBoard;
import dev.caravan.ledger.Expiries;
import dev.caravan.ledger.LedgerDatabase;
import dev.caravan.ledger.Stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class CaForecastTest {

    private static final BoardGuid BOARD = new BoardGuid("0f8fad5b-d9cb-469f-a165-70867728950e");

    @TempDir
    Path data;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @Test
    void endsAreCountedByMonthAndListedBoardByBoard() throws Exception {
        var tools = new CertificateTools(
                CryptoProviders.choose(),
                Clock.fixed(Instant.parse("2026-11-23T10:00:00Z"), ZoneOffset.UTC),
                new SecureRandom());
        var issuers = Issuers.openOrFound(data.resolve("ca"), "of a test".toCharArray(), tools);
        var leaf = new LeafIssuer(issuers.byDefault(), LeafProfile.TEN_YEARS, tools)
                .issue(BOARD)
                .leaf();
        try (var ledger = new SeededLedger(data.resolve("ledger.db"))) {
            var claim = ledger.chunks
                    .claim(ledger.accepted("line-7", BOARD.value()), Stage.CERTIFY)
                    .orElseThrow();
            var der = Base64.getEncoder().encodeToString(leaf.getEncoded());
            ledger.boards.certified(claim, List.of(new CertifiedBoard(BOARD, Thumbprint.of(leaf), der)));
        }

        assertThat(printed()).containsExactly("month,boards,in_service,being_rolled", "2036-11,1,0,0");
        assertThat(printed("--before=2036-11-23")).hasSize(1);
        assertThat(printed("--before=2037-01-01"))
                .containsExactly(
                        "guid,state,expires,being_rolled,issuer",
                        BOARD + ",CERTIFIED,2036-11-23T10:00:00Z,false,"
                                + KeyId.of(issuers.byDefault().issuer()));
        assertThatExceptionOfType(BadCommandLineException.class)
                .isThrownBy(() -> printed("--before=soon"))
                .withMessageContaining("2036-12-31");
    }

    private List<String> printed(String... options) {
        out.reset();
        var words = new ArrayList<>(List.of("forecast"));
        words.addAll(List.of(options));
        try (var ledger = LedgerDatabase.beside(data.resolve("ledger.db"))) {
            new CaForecast(new Expiries(ledger), new PrintStream(out, true, StandardCharsets.UTF_8))
                    .print(CaWords.of(new DefaultApplicationArguments(words.toArray(String[]::new))));
        }
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
