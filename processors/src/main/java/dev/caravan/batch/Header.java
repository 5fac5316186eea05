package dev.caravan.batch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;

/** The first line of a batch: which character separates, and what the columns are called. */
record Header(char separator, List<String> columns) {

    static final String GUID = "guid";
    static final String CONSIGNEE = "consignee";
    static final String ORDER = "order";
    static final String HARDWARE_REVISION = "hardware_revision";
    static final String CSR = "csr";
    static final String ISSUER = "issuer";
    static final String CERTIFICATE = "certificate";
    static final String THUMBPRINT = "thumbprint";
    static final String KEY_MODE = "key_mode";

    private static final Set<String> KNOWN =
            Set.of(GUID, CONSIGNEE, ORDER, HARDWARE_REVISION, ISSUER, CSR, CERTIFICATE, THUMBPRINT, KEY_MODE);
    private static final int MOST_COLUMNS = 100;
    private static final int LONGEST_NAME = 64;

    /** @param text the first record with its line end */
    static Header read(String file, String text) {
        if (text.isBlank()) {
            throw new UnreadableBatchException(
                    file, 1, "the line is empty. The first line must be a header with a column 'guid'");
        }
        if (text.stripTrailing().lines().count() > 1) {
            throw new UnreadableBatchException(
                    file, 1, "the header must be one line: look for a quotation mark that is not closed");
        }
        var header = better(split(text, ','), split(text, ';'));
        header.require(file);
        return header;
    }

    /** The one that finds the guid; if that does not decide, the one that finds more columns. */
    private static Header better(Header comma, Header semicolon) {
        if (comma.hasGuid() != semicolon.hasGuid()) {
            return comma.hasGuid() ? comma : semicolon;
        }
        return semicolon.columns().size() > comma.columns().size() ? semicolon : comma;
    }

    private boolean hasGuid() {
        return columns.contains(GUID);
    }

    /** How the library of the second pass has to read; what the scan of the first pass follows. */
    static CSVFormat format(char separator) {
        return CSVFormat.RFC4180.builder().setDelimiter(separator).get();
    }

    private static Header split(String text, char separator) {
        try (var parser = CSVParser.parse(text, format(separator))) {
            var names = parser.iterator().next().stream().map(Header::canonical).toList();
            return new Header(separator, names);
        } catch (IOException | UncheckedIOException unreadable) {
            return new Header(separator, List.of(text.strip()));
        }
    }

    private static String canonical(String written) {
        var name = written.strip();
        var lower = name.toLowerCase(Locale.ROOT);
        return KNOWN.contains(lower) ? lower : name;
    }

    private void require(String file) {
        if (!hasGuid()) {
            throw new UnreadableBatchException(
                    file,
                    1,
                    "there is no column 'guid' (columns found: " + shownColumns()
                            + "). Add a header line with a column 'guid', separated by comma or semicolon");
        }
        if (columns.size() > MOST_COLUMNS) {
            throw new UnreadableBatchException(
                    file, 1, "there are " + columns.size() + " columns, at most " + MOST_COLUMNS + " are allowed");
        }
        var seen = new HashSet<String>();
        for (int index = 0; index < columns.size(); index++) {
            requireName(file, index + 1, columns.get(index));
            if (!seen.add(columns.get(index).toLowerCase(Locale.ROOT))) {
                throw new UnreadableBatchException(
                        file, 1, "the column " + Shown.quoted(columns.get(index)) + " is there twice");
            }
        }
    }

    private static void requireName(String file, int position, String name) {
        if (name.isEmpty()) {
            throw new UnreadableBatchException(
                    file, 1, "column " + position + " has no name: give it one, or remove the separator");
        }
        if (name.length() > LONGEST_NAME || name.codePoints().anyMatch(Shown::isControl)) {
            throw new UnreadableBatchException(
                    file,
                    1,
                    "the name of column " + position + " must have at most " + LONGEST_NAME
                            + " characters, and no control characters, but is " + Shown.quoted(name));
        }
    }

    private String shownColumns() {
        return columns.stream().limit(10).map(Shown::plain).collect(Collectors.joining(", "));
    }
}
