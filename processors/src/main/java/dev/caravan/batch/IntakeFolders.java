package dev.caravan.batch;

import java.nio.file.Path;

/**
 * Where the intake puts files.
 *
 * @param work snapshots, readable by the hub only
 * @param archive files that were read
 * @param quarantine files that cannot be read as a batch
 */
public record IntakeFolders(Path work, Path archive, Path quarantine) {

    Path snapshots() {
        return work.resolve("snapshots");
    }
}
