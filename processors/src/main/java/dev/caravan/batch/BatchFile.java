package dev.caravan.batch;

import java.util.List;

import dev.caravan.certificate.GivenKeyRules;

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
     * @param keys what the rows bring, in themselves or beside the batch
     * @param issuers whom the rows may name
     * @throws java.io.UncheckedIOException if the snapshot cannot be read
     */
    RowReader rowReader(RowKeys keys, FileIssuers issuers) {
        return RowReader.open(this, keys, issuers);
    }

    /** Where nothing lies beside the batch, and there is only the default issuer. */
    public RowReader rowReader(GivenKeyRules rules) {
        return rowReader(new RowKeys(rules, new KeyFiles.None()), FileIssuers.ONE);
    }
}
