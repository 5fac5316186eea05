package dev.caravan.batch;

import java.util.List;

/**
 * A snapshot that has been found readable from its first byte to its last: encoding, header, quotes, length of records.
 *
 * @param separator comma or semicolon
 * @param columns in the order of the file; the known ones in lower case, the others as written
 * @param rows records below the header, empty lines included: exactly as many as {@link #rowReader} gives
 */
public record BatchFile(Snapshot snapshot, char separator, List<String> columns, long rows) {

    public BatchFile {
        columns = List.copyOf(columns);
    }

    /**
     * The first pass: reads the whole snapshot once, in constant memory, and accepts no row.
     *
     * @throws UnreadableBatchException with the first thing that is wrong
     * @throws java.io.UncheckedIOException if the snapshot cannot be read
     */
    public static BatchFile judge(Snapshot snapshot) {
        return new EncodingScan(snapshot).scan();
    }

    /**
     * The second pass: one {@link Row} for each record.
     *
     * @param issuers whom the rows may name
     * @throws java.io.UncheckedIOException if the snapshot cannot be read
     */
    public RowReader rowReader(FileIssuers issuers) {
        return RowReader.open(this, issuers);
    }

    /** As {@link #rowReader(FileIssuers)}, where there is only the default issuer. */
    public RowReader rowReader() {
        return rowReader(FileIssuers.ONE);
    }
}
