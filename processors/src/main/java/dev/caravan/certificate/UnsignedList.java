package dev.caravan.certificate;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * {@code TBSCertList}: what is signed of a revocation list.
 *
 * @param head the fields before the entries, DER
 * @param entries a file with the DER of each, one after the other
 * @param tail the extensions, DER
 */
record UnsignedList(byte[] head, Path entries, byte[] tail) {

    /** An empty list is absent (RFC 5280, section 5.1.2.6). */
    private byte[] listHeader() throws IOException {
        var size = Files.size(entries);
        return size == 0 ? new byte[0] : Der.header(Der.SEQUENCE, size);
    }

    private long content() throws IOException {
        return head.length + listHeader().length + Files.size(entries) + tail.length;
    }

    long length() throws IOException {
        return Der.header(Der.SEQUENCE, content()).length + content();
    }

    void copyTo(OutputStream out) throws IOException {
        out.write(Der.header(Der.SEQUENCE, content()));
        out.write(head);
        out.write(listHeader());
        Files.copy(entries, out);
        out.write(tail);
    }
}
