package dev.caravan.lifecycle;

import java.time.Duration;
import java.util.Objects;

import dev.caravan.board.Board;
import dev.caravan.custody.NewIdentities;
import dev.caravan.ledger.Lifecycles;
import dev.caravan.ledger.Saga;

/**
 * Another key and certificate for a board that DPS has disabled. The ledger knows the new certificate first, then the
 * identity is kept, and only then DPS is told; so a crash leaves no certificate there that nobody has the key for.
 */
final class Reissue {

    private static final Duration A_MINUTE = Duration.ofMinutes(1);

    private final Lifecycles lifecycles;
    private final Places places;
    private final NewIdentities identities;

    Reissue(Lifecycles lifecycles, Places places, NewIdentities identities) {
        this.lifecycles = lifecycles;
        this.places = places;
        this.identities = identities;
    }

    /** The disabled enrollment attests an identity that is kept here; the one before is destroyed where it waits. */
    void changeCertificate(Saga saga, Board board) {
        var before = saga.identity();
        var made = Objects.requireNonNull(kept(saga, board).identity());
        var renewed = board.with(made.thumbprint(), made.certificate());
        places.changeCertificate(board, renewed, before == null ? null : before.thumbprint());
        identities.discard(board);
        identities.discard(board.renewed());
    }

    private Saga kept(Saga saga, Board board) {
        if (saga.identity() != null) {
            if (identities.isKept(board, saga.identity().thumbprint())) {
                return saga;
            }
            // Another hub made it, which is gone; before the ledger forgets it, DPS does.
            places.changeCertificate(board, board, saga.identity().thumbprint());
        }
        var identity = identities.make(board);
        var told = lifecycles
                .identity(saga, NewIdentities.certified(identity))
                .orElseThrow(() -> new StuckException("somebody else goes on with it", A_MINUTE));
        identities.keep(board, identity);
        return told;
    }

    /** By now the new identity is the board's. */
    void handOut(Board board) {
        identities.handOver(board);
    }
}
