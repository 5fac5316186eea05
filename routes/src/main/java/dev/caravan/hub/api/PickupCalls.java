package dev.caravan.hub.api;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import dev.caravan.access.Requester;
import dev.caravan.board.Board;
import dev.caravan.custody.IdentityPickup;
import dev.caravan.custody.PickupOutcome;
import dev.caravan.custody.PickupOutcome.AsFiles;
import dev.caravan.custody.PickupOutcome.Confirmed;
import dev.caravan.custody.PickupOutcome.Here;
import dev.caravan.custody.PickupOutcome.NeverPickedUp;
import dev.caravan.custody.PickupOutcome.NoSecret;
import dev.caravan.custody.PickupOutcome.NotReady;
import dev.caravan.custody.PickupOutcome.OfAnother;
import dev.caravan.custody.PickupOutcome.Over;
import dev.caravan.custody.PickupOutcome.Unknown;
import dev.caravan.hsm.TokenUnavailableException;
import dev.caravan.hub.api.Problem.Kind;
import dev.caravan.ledger.Pickup;

/** Turns a station's requests into the identity, the receipt, or the problem that tells the station what to do. */
public final class PickupCalls {

    static final String KEY_HEADER = "Idempotency-Key";

    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,255}");

    private final IdentityPickup pickup;

    public PickupCalls(IdentityPickup pickup) {
        this.pickup = pickup;
    }

    /** @return the sealed identity, PEM */
    byte[] fetch(Requester caller, String guid, @Nullable String key) {
        try {
            var outcome = pickup.fetch(BoardQueries.guid(guid), caller, digest(key));
            if (outcome instanceof Here here) {
                return here.identity();
            }
            throw new ProblemException(problem(outcome));
        } catch (TokenUnavailableException unavailable) {
            throw new ProblemException(
                    Problem.of(
                            Kind.NOT_DONE,
                            "The key that waiting identities are encrypted with cannot be used now. Nothing is lost; make"
                                    + " the same request again, and if that does not help, ask the operator of Caravan to"
                                    + " look at the hub's token"),
                    SOON);
        }
    }

    PickupReceipt confirm(Requester caller, String guid, @Nullable String key) {
        var outcome = pickup.confirm(BoardQueries.guid(guid), caller, digest(key));
        if (outcome instanceof Confirmed confirmed) {
            return PickupReceipt.of(confirmed.pickup());
        }
        throw new ProblemException(problem(outcome));
    }

    private static String digest(@Nullable String key) {
        if (key == null || !KEY.matcher(key).matches()) {
            throw ApiJson.invalid("header " + KEY_HEADER + " must be 1 to 255 visible ASCII characters, new for each"
                    + " board (a UUID for instance), and the same in each request for one flash, but is "
                    + (key == null ? "missing" : "another text"));
        }
        try {
            var sha256 = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(sha256);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static Problem problem(PickupOutcome outcome) {
        if (outcome instanceof Unknown unknown) {
            return BoardQueries.unknownBoard(unknown.guid().value()).problem();
        }
        if (outcome instanceof AsFiles) {
            return Problem.of(
                    Kind.NOT_BY_PICKUP,
                    "This hub hands identities over as files, outbox/<batch>/<guid>.pem; caravan.custody.delivery says so");
        }
        if (outcome instanceof NotReady notReady) {
            return Problem.of(Kind.NOTHING_WAITS, nothingWaits(notReady.board()));
        }
        if (outcome instanceof NoSecret own) {
            return Problem.of(
                    Kind.NOTHING_WAITS,
                    "Board " + own.board().guid() + " has a key of its own, so there is nothing secret to pick up. Its"
                            + " certificate is at /api/v1/boards/" + own.board().guid() + "/certificate, once it is"
                            + " CERTIFIED, and in the outbox");
        }
        if (outcome instanceof NeverPickedUp never) {
            return Problem.of(
                    Kind.NOTHING_WAITS,
                    "The identity of board " + never.board().guid() + " was never picked up, so there is nothing to"
                            + " confirm");
        }
        if (outcome instanceof OfAnother other) {
            return Problem.of(
                    Kind.PICKED_UP_BY_ANOTHER,
                    "The identity of board " + other.pickup().guid() + " was picked up at "
                            + other.pickup().begunAt() + " under another " + KEY_HEADER + ". Use that key; it counts"
                            + " until " + other.pickup().endsAt() + ", and then the identity is destroyed");
        }
        return Problem.of(Kind.IDENTITY_GONE, gone(((Over) outcome).pickup()));
    }

    private static String nothingWaits(Board board) {
        return "No identity of board " + board.guid() + " waits: the board is " + board.state()
                + (board.reason() == null
                        ? ". It can be picked up once the board is ENROLLED and the batch has handed it over; ask again soon"
                        : ": " + board.reason());
    }

    private static String gone(Pickup pickup) {
        return "The identity of board " + pickup.guid() + " is destroyed: it was picked up at " + pickup.begunAt()
                + (pickup.confirmedAt() == null
                        ? " and not confirmed until " + pickup.endsAt() + ". If the board has it, confirm that now."
                        : ", and at " + pickup.confirmedAt() + " the flash was confirmed.")
                + " A board without its key needs a new identity: POST /api/v1/boards/" + pickup.guid()
                + "/identity-reissue, by the factory or the"
                + " operator of Caravan";
    }
}
