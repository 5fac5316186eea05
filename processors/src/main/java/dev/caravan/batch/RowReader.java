package dev.caravan.batch;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Iterator;
import java.util.NoSuchElementException;

import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * The rows of a batch in the file's order, one record in memory at a time. For one thread; closing it closes the file.
 *
 * <p>{@link #hasNext} throws {@link IllegalStateException} when the snapshot turns out to have another number of rows than
 * the first pass counted: a row without an outcome must not happen unseen.
 */
public final class RowReader implements Iterator<Row>, AutoCloseable {

    private static final int BYTE_ORDER_MARK = 0xFEFF;

    private final BatchFile batch;
    private final CSVParser parser;
    private final Iterator<CSVRecord> records;
    private final RowJudge judge;
    private long given;

    private RowReader(BatchFile batch, CSVParser parser, RowKeys keys, FileIssuers issuers) {
        this.batch = batch;
        this.parser = parser;
        records = parser.iterator();
        judge = new RowJudge(batch.columns(), keys, issuers);
        records.next();
    }

    static RowReader open(BatchFile batch, RowKeys keys, FileIssuers issuers) {
        var snapshot = batch.snapshot().file();
        try {
            var text = Files.newBufferedReader(snapshot);
            skipByteOrderMark(text);
            var parser = CSVParser.builder()
                    .setReader(text)
                    .setFormat(Header.format(batch.separator()))
                    .get();
            return new RowReader(batch, parser, keys, issuers);
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot read " + snapshot, failure);
        }
    }

    @Override
    public boolean hasNext() {
        boolean more = given < batch.rows();
        if (!more && records.hasNext()) {
            throw new IllegalStateException(batch.snapshot().file() + " has more rows than the " + given + " judged");
        }
        return more;
    }

    @Override
    public Row next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        long line = parser.getCurrentLineNumber() + 1;
        if (!records.hasNext()) {
            throw new IllegalStateException(
                    batch.snapshot().file() + " has only " + given + " rows, but " + batch.rows() + " were judged");
        }
        given++;
        return judge.judge(line, records.next().toList());
    }

    @Override
    public void close() {
        try {
            parser.close();
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot close " + batch.snapshot().file(), failure);
        }
    }

    private static void skipByteOrderMark(BufferedReader text) throws IOException {
        text.mark(1);
        if (text.read() != BYTE_ORDER_MARK) {
            text.reset();
        }
    }
}
