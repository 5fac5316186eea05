package dev.caravan.device.identity;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;

/** A private key that others can read is no longer private: such a file is refused, not repaired. */
final class OwnerOnly {

    private static final Set<PosixFilePermission> OWNER = EnumSet.of(
            PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);

    private OwnerOnly() {}

    static void check(Path file) throws IdentityException {
        if (!Files.isRegularFile(file)) {
            throw new IdentityException(file, "there is no such file");
        }
        if (!OWNER.containsAll(permissions(file))) {
            throw new IdentityException(file, "the file is open to others; only its owner may have access (chmod 600)");
        }
    }

    private static Set<PosixFilePermission> permissions(Path file) throws IdentityException {
        try {
            return Files.getPosixFilePermissions(file);
        } catch (UnsupportedOperationException e) {
            throw new IdentityException(
                    file, "this file system cannot keep a file to its owner; use one with POSIX permissions", e);
        } catch (IOException e) {
            throw new IdentityException(file, "its permissions cannot be read", e);
        }
    }
}
