package dev.caravan.sftp;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Comparator;
import java.util.List;

import dev.caravan.batch.Intake;

/**
 * The folder on the server, and what the hub keeps beneath: {@code taking} for files that it is about to take, so that
 * nobody replaces them meanwhile; {@code archive} and {@code quarantine}, each file with a word to whoever dropped it.
 */
final class DropFolder {

    static final String SIGNATURE = ".sig";

    private static final String TAKING = "/taking";
    private static final String ARCHIVE = "/archive";
    private static final String QUARANTINE = "/quarantine";

    private final SftpServer server;
    private final String drop;

    DropFolder(SftpServer server, String folder) {
        this.server = server;
        drop = folder.replaceAll("/+$", "");
    }

    void prepare() {
        server.makeFolder(drop + TAKING);
        server.makeFolder(drop + ARCHIVE);
        server.makeFolder(drop + QUARANTINE);
    }

    /** The oldest first. */
    List<RemoteEntry> dropped() {
        return inOrder(drop.isEmpty() ? "/" : drop);
    }

    List<RemoteEntry> taking() {
        return inOrder(drop + TAKING);
    }

    private List<RemoteEntry> inOrder(String folder) {
        return server.list(folder).stream()
                .sorted(Comparator.comparingLong(RemoteEntry::changed).thenComparing(RemoteEntry::name))
                .toList();
    }

    /**
     * Takes a file out of reach, after its signature, so that the file is never there without it.
     *
     * @return false if it is gone, or an earlier file of its name is still being taken
     */
    boolean claim(String name, boolean signed) {
        var taking = drop + TAKING + "/" + name;
        if (server.has(taking)) {
            return false;
        }
        if (signed) {
            server.delete(taking + SIGNATURE);
            server.move(drop + "/" + name + SIGNATURE, taking + SIGNATURE);
        }
        return server.move(drop + "/" + name, taking);
    }

    void read(String name, long limit, OutputStream to) throws IOException {
        server.read(drop + TAKING + "/" + name, limit, to);
    }

    boolean holdsSignature(String taking) {
        return server.has(drop + TAKING + "/" + taking + SIGNATURE);
    }

    boolean isStill(RemoteEntry taking) {
        return server.find(drop + TAKING, taking.name()).filter(taking::equals).isPresent();
    }

    void delete(String taking) {
        server.delete(drop + TAKING + "/" + taking + SIGNATURE);
        server.delete(drop + TAKING + "/" + taking);
    }

    /** May be repeated. */
    void putAway(String taking, boolean refused, String suffix, String words) {
        var from = drop + TAKING + "/" + taking;
        putAway(from, taking, server.has(from + SIGNATURE), refused ? QUARANTINE : ARCHIVE, suffix, words);
    }

    /** What is no batch, as far as its name or kind tells. @return false if it cannot be moved by its name */
    boolean refuse(RemoteEntry dropped, boolean signed, String reason) {
        return putAway(drop + "/" + dropped.name(), dropped.name(), signed, QUARANTINE, ".reason.txt", reason);
    }

    private boolean putAway(String from, String name, boolean signed, String folder, String suffix, String words) {
        var place = free(drop + folder, Intake.plainName(name));
        server.write(place + suffix, words + "\n");
        if (signed) {
            server.delete(place + SIGNATURE);
            server.move(from + SIGNATURE, place + SIGNATURE);
        }
        return server.move(from, place);
    }

    private String free(String folder, String name) {
        var place = folder + "/" + name;
        for (int again = 2; server.has(place); again++) {
            place = folder + "/" + again + "." + name;
        }
        return place;
    }
}
