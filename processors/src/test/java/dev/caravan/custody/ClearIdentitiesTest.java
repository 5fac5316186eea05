package dev.caravan.custody;

import java.nio.file.Files;
import java.nio.file.Path;

import dev.caravan.certificate.IssuedIdentity;

import static org.assertj.core.api.Assertions.assertThat;

class ClearIdentitiesTest extends IdentityFilesContract {

    @Override
    IdentityExit exit(Path work, Path outbox) {
        return new ClearIdentities(work, outbox);
    }

    @Override
    void assertHolds(Path file, IssuedIdentity identity) throws Exception {
        assertThat(Files.readAllBytes(file)).isEqualTo(identity.clearPem());
    }
}
