package dev.caravan.batch;

import java.nio.file.Path;

/**
 * Where the intake puts files.
 *
 * @param work snapshots, readable by the hub only
 * @param archive files that were read
 * @param quarantine files that cannot be read as a batch
 * @param hub who shares these folders with other hubs, as a file name
 */
public record IntakeFolders(Path work, Path archive, Path quarantine, String hub) {

    /** For a hub that has the folders to itself. */
    public IntakeFolders(Path work, Path archive, Path quarantine) {
        this(work, archive, quarantine, "hub");
    }

    Path snapshots() {
        return work.resolve("snapshots");
    }

    /** What only this hub uses, and only while it takes a file. No backup wants it, as its name says. */
    Path scratch() {
        return snapshots().resolve(hub + ".part");
    }
}
