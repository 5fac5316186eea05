package dev.caravan.batch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import dev.caravan.certificate.TestKeys;

/** Files as they are dropped, and what is read from them. */
final class Batches {

    static final String GUID = "0f8fad5b-d9cb-469f-a165-70867728950e";

    private Batches() {}

    static Snapshot drop(Path folder, byte[] content) {
        try {
            return Snapshot.take(Files.write(folder.resolve("batch-7.csv"), content), folder.resolve("work"));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    static BatchFile judge(Path folder, String content) {
        return BatchFile.judge(drop(folder, content.getBytes(StandardCharsets.UTF_8)));
    }

    static List<Row> rows(BatchFile batch) {
        var rows = new ArrayList<Row>();
        try (var reader = batch.rowReader(TestKeys.RULES)) {
            reader.forEachRemaining(rows::add);
        }
        return rows;
    }

    static List<Row> rows(Path folder, String content) {
        return rows(judge(folder, content));
    }

    static Row onlyRow(Path folder, String content) {
        var rows = rows(folder, content);
        if (rows.size() != 1) {
            throw new AssertionError("expected one row: " + rows);
        }
        return rows.get(0);
    }
}
