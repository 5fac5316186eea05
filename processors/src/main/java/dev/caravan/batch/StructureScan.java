package dev.caravan.batch;

import org.jspecify.annotations.Nullable;

/**
 * Follows quotes, separators and line ends (RFC 4180; LF, CRLF and a lone CR) by the same rules as the CSV library of the
 * second pass, but holds no record: so a quote that is never closed costs no memory, and a second pass over what passed
 * here cannot fail.
 */
final class StructureScan {

    /** Characters of one record, line ends inside it included. */
    static final int LONGEST_RECORD = 1024 * 1024;

    private enum Place {
        CELL_START,
        PLAIN,
        QUOTED,
        QUOTE_IN_QUOTED,
        AFTER_QUOTED
    }

    private final String file;
    private final StringBuilder headerText = new StringBuilder();
    private @Nullable Header header;
    private Place place = Place.CELL_START;
    private long line = 1;
    private long column;
    private long recordLine = 1;
    private int recordLength;
    private long records;
    private boolean afterCarriageReturn;

    StructureScan(String file) {
        this.file = file;
    }

    void accept(char character) {
        boolean secondHalf = character == '\n' && afterCarriageReturn;
        afterCarriageReturn = character == '\r';
        if (secondHalf && place != Place.QUOTED) {
            return;
        }
        column++;
        requireBounds(character);
        if (header == null) {
            headerText.append(character);
        }
        if (isLineEnd(character)) {
            endLine(secondHalf);
        } else {
            place = next(character);
        }
    }

    /** To be called after the last character. */
    Header finish() {
        if (place == Place.QUOTED) {
            throw new UnreadableBatchException(
                    file, recordLine, "a quotation mark is opened and never closed in the row that begins here");
        }
        if (recordLength > 0) {
            endRecord();
        }
        if (header == null) {
            throw new UnreadableBatchException(file, "the file is empty");
        }
        if (rows() == 0) {
            throw new UnreadableBatchException(file, "there is no row below the header line");
        }
        return header;
    }

    long rows() {
        return records - 1;
    }

    /** At the character that would be next. */
    UnreadableBatchException refusal(String reason) {
        return new UnreadableBatchException(file, line, column + 1, reason);
    }

    private void requireBounds(char character) {
        if (character == '\0') {
            throw new UnreadableBatchException(
                    file, line, column, "there is a NUL character: the file is damaged, or not a text in UTF-8");
        }
        if (++recordLength > LONGEST_RECORD) {
            throw new UnreadableBatchException(
                    file,
                    recordLine,
                    "the row that begins here has more than " + LONGEST_RECORD
                            + " characters: look for a quotation mark that is not closed");
        }
    }

    private void endLine(boolean secondHalf) {
        if (!secondHalf) {
            line++;
        }
        column = 0;
        if (place != Place.QUOTED) {
            endRecord();
        }
    }

    private void endRecord() {
        records++;
        if (header == null) {
            header = Header.read(file, headerText.toString());
        }
        place = Place.CELL_START;
        recordLine = line;
        recordLength = 0;
    }

    private Place next(char character) {
        return switch (place) {
            case CELL_START -> character == '"' ? Place.QUOTED : plain(character);
            case PLAIN -> plain(character);
            case QUOTED -> character == '"' ? Place.QUOTE_IN_QUOTED : Place.QUOTED;
            case QUOTE_IN_QUOTED -> character == '"' ? Place.QUOTED : afterQuoted(character);
            case AFTER_QUOTED -> afterQuoted(character);
        };
    }

    private Place plain(char character) {
        return isSeparator(character) ? Place.CELL_START : Place.PLAIN;
    }

    private Place afterQuoted(char character) {
        if (isSeparator(character)) {
            return Place.CELL_START;
        }
        if (!Character.isWhitespace(character)) {
            throw new UnreadableBatchException(
                    file,
                    line,
                    column,
                    "after a closing quotation mark there must be a separator or the end of the line, but there is "
                            + Shown.quoted(String.valueOf(character)));
        }
        return Place.AFTER_QUOTED;
    }

    /** Until the header is known, either of the two may be the separator. */
    private boolean isSeparator(char character) {
        return header == null ? character == ',' || character == ';' : character == header.separator();
    }

    private static boolean isLineEnd(char character) {
        return character == '\n' || character == '\r';
    }
}
