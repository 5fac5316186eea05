package dev.caravan.custody;

import java.nio.file.Path;
import java.util.List;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.caravan.certificate.IssuedIdentity;

/**
 * <strong>For the demo only: private keys lie on the disk NOT ENCRYPTED.</strong> Whoever can read the files of this
 * user, a backup, or the disk itself, can be any of the boards. Only the file mode (0600) protects them, and a deleted
 * key may be recoverable. Production has {@link SealedIdentities}.
 */
public final class ClearIdentities extends IdentityFiles {

    private static final Logger LOG = LoggerFactory.getLogger(ClearIdentities.class);

    /** Says in the log, at every start, that keys are not protected. */
    public ClearIdentities(Path work, Path outbox) {
        super(work, outbox);
        LOG.atWarn()
                .addKeyValue("outbox", outbox)
                .log(
                        "DEMO ONLY: private keys are written unencrypted; never use them for a board that leaves the desk");
    }

    @Override
    public void requireKeysAllowed() {
        LOG.atDebug().log("keys in the clear are allowed: this is the demo");
    }

    @Override
    List<byte[]> contents(List<IssuedIdentity> identities) {
        return identities.stream().map(IssuedIdentity::clearPem).toList();
    }
}
