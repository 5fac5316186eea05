package dev.caravan.batch;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** What a line operator reads when a file cannot be a batch. */
class UnreadableBatchTest {

    @TempDir
    Path data;

    @Test
    void missingGuidColumnIsNamedWithTheColumnsFound() {
        refused(
                "serial, order\n1,2\n",
                "batch-7.csv, line 1: there is no column 'guid' (columns found: serial, order)."
                        + " Add a header line with a column 'guid', separated by comma or semicolon");
        refused(
                "serial;order\n1;2\n",
                "batch-7.csv, line 1: there is no column 'guid' (columns found: serial, order)."
                        + " Add a header line with a column 'guid', separated by comma or semicolon");
    }

    @Test
    void fileWithoutHeaderIsRefusedAndShowsWhatStandsThere() {
        refused(
                Batches.GUID + "\n" + Batches.GUID + "\n",
                "batch-7.csv, line 1: there is no column 'guid' (columns"
                        + " found: " + Batches.GUID + "). Add a header line with a column 'guid', separated by comma or"
                        + " semicolon");
    }

    @Test
    void columnThatIsThereTwiceIsNamed() {
        refused("guid,Order,order\n1,2,3\n", "batch-7.csv, line 1: the column 'order' is there twice");
        refused("guid,Site,SITE\n1,2,3\n", "batch-7.csv, line 1: the column 'SITE' is there twice");
        refused("guid;GUID\n1;2\n", "batch-7.csv, line 1: the column 'guid' is there twice");
    }

    @Test
    void tabsAndALineThatNamesTheSeparatorAreNoHeader() {
        refusedAbout("guid\torder\n1\t2\n", "line 1: there is no column 'guid' (columns found: guid?order)");
        refusedAbout("sep=;\nguid;order\n1;2\n", "line 1: there is no column 'guid' (columns found: sep=, )");
    }

    @Test
    void columnWithoutNameIsCounted() {
        refused(
                "guid;order;\n1;2;\n",
                "batch-7.csv, line 1: column 3 has no name: give it one, or remove the separator");
    }

    @Test
    void columnNameHasAtMost64Characters() {
        assertThat(Batches.judge(data, "guid," + "n".repeat(64) + "\n1,2\n").columns())
                .hasSize(2);
        refusedAbout("guid," + "n".repeat(65) + "\n1,2\n", "the name of column 2 must have at most 64 characters");
        refusedAbout("guid,a\u0007b\n1,2\n", "but is 'a?b'");
    }

    @Test
    void atMost100ColumnsAreRead() {
        var hundred = IntStream.rangeClosed(2, 100).mapToObj(i -> "c" + i).collect(Collectors.joining(","));

        assertThat(Batches.judge(data, "guid," + hundred + "\n1\n").columns()).hasSize(100);
        refusedAbout("guid," + hundred + ",c101\n1\n", "there are 101 columns, at most 100 are allowed");
    }

    @Test
    void emptyFileSaysSo() {
        refused("", "batch-7.csv: the file is empty");
        refused("\uFEFF", "batch-7.csv: the file is empty");
    }

    @Test
    void headerAloneIsNoBatch() {
        refused("guid,order\n", "batch-7.csv: there is no row below the header line");
        refused("guid", "batch-7.csv: there is no row below the header line");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\nguid\n1\n", " \r\nguid\r\n1\r\n"})
    void emptyFirstLineIsNoHeader(String content) {
        refused(
                content,
                "batch-7.csv, line 1: the line is empty. The first line must be a header with a column 'guid'");
    }

    @Test
    void quotationMarkThatIsNeverClosedIsNamedByTheLineWhereItsRowBegins() {
        refused(
                "guid,order\n1,2\n3,\"4\n5,6\n",
                "batch-7.csv, line 3: a quotation mark is opened and never closed in the row that begins here");
        refusedAbout("guid,\"order\n1,2\n", "line 1: a quotation mark is opened and never closed");
        refusedAbout("guid,\"or\nder\"\n1,2\n", "line 1: the header must be one line");
    }

    @Test
    void textAfterAClosingQuotationMarkIsNamedByLineAndCharacter() {
        refused(
                "guid,order\n1,\"2\"x\n",
                "batch-7.csv, line 2, character 6: after a closing quotation mark there must"
                        + " be a separator or the end of the line, but there is 'x'");
    }

    @Test
    void recordOfMoreThanOneMebiByteOfCharactersIsRefusedWithoutHoldingIt() {
        var rest = StructureScan.LONGEST_RECORD - "x,".length() - "\n".length();

        assertThat(Batches.judge(data, "guid,order\nx," + "y".repeat(rest) + "\n")
                        .rows())
                .isEqualTo(1);
        refusedAbout("guid,order\nx," + "y".repeat(rest + 1) + "\n", "line 2: the row that begins here has more than");
        refusedAbout("guid,order\nx," + "y".repeat(10 << 20) + "\n", "line 2: the row that begins here has more than");
        refusedAbout("guid,order\nx,\"" + "y\n".repeat(rest), "look for a quotation mark that is not closed");
    }

    @Test
    void byteThatIsNotUtf8IsNamedByLineAndCharacter() {
        var latin1 = "guid,consignee\n1,Käse\n2,Müller\n".getBytes(StandardCharsets.ISO_8859_1);

        refused(
                latin1,
                "batch-7.csv, line 2, character 4: the byte 0xE4 is not valid UTF-8: save the file as \"CSV"
                        + " UTF-8\"");
    }

    @Test
    void badByteFarBehindTheFirstBufferHasItsLineToo() {
        var lines = "guid\n" + "x\n".repeat(100_000);
        var bytes = (lines + "ok\u00ff").getBytes(StandardCharsets.ISO_8859_1);

        refused(
                bytes,
                "batch-7.csv, line 100002, character 3: the byte 0xFF is not valid UTF-8: save the file as"
                        + " \"CSV UTF-8\"");
    }

    @Test
    void fileThatEndsInTheMiddleOfACharacterIsRefused() {
        refused(
                new byte[] {'g', 'u', 'i', 'd', '\n', 'a', (byte) 0xC3},
                "batch-7.csv, line 2, character 2: the byte 0xC3 is not valid UTF-8: save the file as \"CSV UTF-8\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE"})
    void utf16IsNamed(String charset) {
        refused(
                "guid\n1\n".getBytes(Charset.forName(charset)),
                "batch-7.csv: the file is UTF-16: save it as \"CSV UTF-8\"");
    }

    @Test
    void nulCharacterIsNamedByLineAndCharacter() {
        refusedAbout("guid,order\n1,2\n3,\0\n", "line 3, character 3: there is a NUL character");
    }

    @Test
    void fileOfZerosAsAPowerCutLeavesItIsNotTakenForUtf16() {
        refused(
                "\0".repeat(4096),
                "batch-7.csv, line 1, character 1: there is a NUL character: the file is damaged, or not a text in"
                        + " UTF-8");
    }

    @Test
    void spreadsheetsAreNamed() {
        refused(
                "PK\u0003\u0004 and so on",
                "batch-7.csv: this is a spreadsheet (xlsx, ods), or packed: save it as \"CSV UTF-8\"");
        refused(
                new byte[] {(byte) 0xD0, (byte) 0xCF, 0x11, (byte) 0xE0, 1},
                "batch-7.csv: this is a spreadsheet (xls): save it as \"CSV UTF-8\"");
    }

    private void refused(String content, String message) {
        refused(content.getBytes(StandardCharsets.UTF_8), message);
    }

    private void refused(byte[] content, String message) {
        var snapshot = Batches.drop(data, content);
        assertThatExceptionOfType(UnreadableBatchException.class)
                .isThrownBy(() -> BatchFile.judge(snapshot))
                .withMessage(message);
    }

    private void refusedAbout(String content, String part) {
        assertThatExceptionOfType(UnreadableBatchException.class)
                .isThrownBy(() -> Batches.judge(data, content))
                .withMessageStartingWith("batch-7.csv")
                .withMessageContaining(part);
    }
}
