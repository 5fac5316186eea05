package dev.caravan.batch;

import java.nio.file.Path;

/** The copy of a batch file is gone before all its rows were read: only who has the file can bring it back. */
final class SnapshotLostException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    SnapshotLostException(Path snapshot, String file) {
        super("the snapshot " + snapshot + " is gone before all rows were read: drop '" + file
                + "' again, with the same name and content, and the batch goes on");
    }
}
