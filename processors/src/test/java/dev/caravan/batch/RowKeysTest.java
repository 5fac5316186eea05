package dev.caravan.batch;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.Base64;
import java.util.Locale;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.caravan.board.BoardGuid;
import dev.caravan.board.GivenKey;
import dev.caravan.certificate.Pem;
import dev.caravan.certificate.TestKeys;
import dev.caravan.certificate.Thumbprint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class RowKeysTest {

    private static final BoardGuid BOARD = new BoardGuid(Batches.GUID);
    private static final KeyPair KEY = TestKeys.ec("secp256r1");
    private static final String REQUEST = TestKeys.request(BOARD, KEY);

    @TempDir
    Path data;

    @ParameterizedTest
    @CsvSource({"csr,", "key_mode,csr", "KEY_MODE,CSR"})
    void keyOfTheRequestInTheRowIsTheBoards(String column, String mode) {
        var header = "guid,csr," + (column.equals("csr") ? "site" : column);

        var row = (Row.Good) Batches.onlyRow(
                data, header + "\n" + BOARD + ",\"" + REQUEST + "\"," + (mode == null ? "" : mode) + "\n");

        assertThat(row.key()).isNotNull();
        assertThat(row.key().mode()).isEqualTo(GivenKey.Mode.CSR);
        assertThat(Base64.getDecoder().decode(row.key().requireContent()))
                .isEqualTo(KEY.getPublic().getEncoded());
        assertThat(row.attributes()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"'',''", "'',hub", "'',Hub"})
    void withoutARequestTheHubMakesTheKey(String request, String mode) {
        var row = (Row.Good) Batches.onlyRow(data, "guid,csr,key_mode\n" + BOARD + "," + request + "," + mode + "\n");

        assertThat(row.key()).isNull();
    }

    @Test
    void badRequestIsARowOfItsOwnAndTheOthersGoOn() {
        var rows = Batches.rows(
                data,
                "guid;csr\n" + BOARD + ";MIIBAA==\n" + "0f8fad5b-d9cb-469f-a165-000000000001;\"" + REQUEST + "\"\n"
                        + BOARD + ";\"" + REQUEST + "\"\n");

        assertThat(rows.get(0))
                .isEqualTo(
                        new Row.Bad(
                                2,
                                BOARD.value(),
                                "column 'csr': this must be a certificate request (PKCS#10) in DER (RFC 2986), but is not: 4 bytes"));
        assertThat(((Row.Bad) rows.get(1)).line()).isEqualTo(3);
        assertThat(((Row.Bad) rows.get(1)).reason())
                .isEqualTo("column 'csr': the common name must be the board's GUID,"
                        + " 0f8fad5b-d9cb-469f-a165-000000000001, but is '" + BOARD + "'");
        assertThat(rows.get(2)).isInstanceOf(Row.Good.class);
    }

    static Stream<Arguments> contradictions() {
        var certificate = TestKeys.certificate(BOARD);
        return Stream.of(
                arguments(
                        "",
                        "",
                        "",
                        "tpm",
                        "column 'key_mode' must be 'hub', 'csr', 'certificate' or 'est', or empty, but is 'tpm'"),
                arguments(
                        REQUEST,
                        "",
                        "",
                        "hub",
                        "column 'key_mode' must be 'csr', or empty, where column 'csr' is filled, but is 'hub'"),
                arguments(
                        "", certificate, "", "csr", "column 'key_mode' must be 'certificate', or empty, where column"),
                arguments(
                        "",
                        "",
                        "",
                        "csr",
                        "column 'key_mode' is 'csr', so the board's csr must be in column 'csr', or in a file '" + BOARD
                                + ".csr'"),
                arguments(
                        "",
                        "",
                        "",
                        "certificate",
                        "column 'key_mode' is 'certificate', so the board's certificate must be in column 'certificate', or in a file '"
                                + BOARD + ".pem'"),
                arguments(REQUEST, certificate, "", "", "columns 'csr' and 'certificate' are both filled"),
                arguments(
                        "",
                        "",
                        "AB".repeat(32),
                        "",
                        "column 'thumbprint' is filled, but the certificate is missing: DPS does not enroll a board by the thumbprint"),
                arguments(
                        "",
                        certificate,
                        "AB".repeat(32),
                        "",
                        "column 'thumbprint' must be empty, or SHA-256 of the certificate, "),
                arguments(
                        "",
                        "MIIBAA==",
                        "",
                        "",
                        "column 'certificate': this must be a certificate (X.509) in DER (RFC 5280), but is not: 4 bytes"));
    }

    @ParameterizedTest
    @MethodSource("contradictions")
    void whatContradictsItselfOrIsMissingIsRefused(
            String request, String certificate, String thumbprint, String mode, String reason) {
        var row = (Row.Bad) Batches.onlyRow(
                data,
                "guid,csr,certificate,thumbprint,key_mode\n"
                        + String.join(",", BOARD.value(), quoted(request), quoted(certificate), thumbprint, mode)
                        + "\n");

        assertThat(row.reason()).startsWith(reason);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void certificateInTheRowIsTheBoardsAndAThumbprintBesideItMustBeItsOwn(boolean thumbprint) throws Exception {
        var certificate = TestKeys.certificate(BOARD);
        var der = Pem.firstCertificate(certificate.getBytes(StandardCharsets.US_ASCII))
                .getEncoded();
        var cell = thumbprint ? Thumbprint.of(der).toLowerCase(Locale.ROOT) : "";

        var row = (Row.Good) Batches.onlyRow(
                data, "guid,Certificate,Thumbprint\n" + BOARD + "," + quoted(certificate) + "," + cell + "\n");

        assertThat(row.key().mode()).isEqualTo(GivenKey.Mode.CERTIFICATE);
        assertThat(Base64.getDecoder().decode(row.key().requireContent())).isEqualTo(der);
        assertThat(row.attributes()).isEmpty();
    }

    private static String quoted(String cell) {
        return "\"" + cell + "\"";
    }

    @Test
    void cellThatIsTooLongForARequestIsRefusedUnread() {
        var row = (Row.Bad) Batches.onlyRow(data, "guid,csr\n" + BOARD + "," + "A".repeat(16 * 1024 + 1) + "\n");

        assertThat(row.reason()).startsWith("column 'csr' must have at most 16384 characters, but has 16385: 'AAA");
    }

    @Test
    void requestThatIsNotTextIsRefusedWithoutItsControlCharacters() {
        var content = "guid,csr\n" + BOARD + ",\"a\u001b[31m\u0001\"\n";

        var row = (Row.Bad) Batches.onlyRow(data, content);

        assertThat(row.reason().codePoints().noneMatch(Shown::isControl)).isTrue();
        assertThat(row.reason()).startsWith("column 'csr': there must be a certificate request");
    }
}
