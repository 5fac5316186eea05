package dev.caravan.sftp;

import com.jcraft.jsch.SftpATTRS;

/**
 * What a folder of the server holds.
 *
 * @param changed in seconds, by the server's clock
 */
record RemoteEntry(String name, Kind kind, long bytes, long changed) {

    enum Kind {
        FILE,
        FOLDER,
        LINK,
        OTHER
    }

    static RemoteEntry of(String name, SftpATTRS attributes) {
        return new RemoteEntry(
                name, kind(attributes), attributes.getSize(), Integer.toUnsignedLong(attributes.getMTime()));
    }

    private static Kind kind(SftpATTRS attributes) {
        if (attributes.isReg()) {
            return Kind.FILE;
        }
        if (attributes.isDir()) {
            return Kind.FOLDER;
        }
        return attributes.isLink() ? Kind.LINK : Kind.OTHER;
    }
}
