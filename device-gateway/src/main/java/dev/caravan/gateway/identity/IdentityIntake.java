package dev.caravan.gateway.identity;

import java.nio.file.Path;
import java.util.Optional;

import dev.caravan.device.identity.DeviceIdentity;
import dev.caravan.device.identity.IdentityException;
import dev.caravan.gateway.access.Tokens;
import dev.caravan.gateway.board.BoardGuid;
import dev.caravan.gateway.board.Boards;

/** Takes one complete identity file: the board's first boot starts, or the reason why not is kept. */
public final class IdentityIntake {

    private final Boards boards;
    private final Tokens tokens;
    private final char[] pkcs12Password;

    /** @param pkcs12Password of every PKCS#12 file here; empty for none */
    public IdentityIntake(Boards boards, Tokens tokens, char[] pkcs12Password) {
        this.boards = boards;
        this.tokens = tokens;
        this.pkcs12Password = pkcs12Password.clone();
    }

    public IntakeOutcome take(Path file) {
        try {
            return host(file, DeviceIdentity.load(file, pkcs12Password));
        } catch (IdentityException e) {
            return reject(file, e.rule());
        }
    }

    private IntakeOutcome host(Path file, DeviceIdentity identity) {
        Optional<BoardGuid> guid = BoardGuid.parse(identity.registrationId());
        if (guid.isEmpty()) {
            return reject(file, "the certificate's common name is not a board's GUID in lower case with hyphens");
        }
        tokens.ensure(guid.get());
        Optional<String> obstacle = boards.host(guid.get(), file, identity);
        if (obstacle.isPresent()) {
            return reject(file, obstacle.get());
        }
        return new IntakeOutcome.Taken(guid.get());
    }

    /** Keeps why a file was not taken. */
    public IntakeOutcome reject(Path file, String reason) {
        boards.reject(file, reason);
        return new IntakeOutcome.NotTaken(String.valueOf(file.getFileName()), reason);
    }
}
