package dev.caravan.lifecycle;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

import dev.caravan.board.Board;
import dev.caravan.enrollment.Dps;
import dev.caravan.enrollment.Dps.Precedence;
import dev.caravan.enrollment.DpsException;
import dev.caravan.enrollment.StoredEnrollment;
import dev.caravan.registry.HubIdentity;
import dev.caravan.registry.Registries;
import dev.caravan.registry.RegistryException;

/**
 * The two places that let a board in, its enrollment and its identity in the hub, brought to where they should be. Each
 * method writes until a read has shown it, so that each may be repeated; a foreign enrollment is never touched.
 */
final class Places {

    private static final int ATTEMPTS = 4;
    private static final Duration A_MINUTE = Duration.ofMinutes(1);

    private final Dps dps;
    private final Registries registries;

    Places(Dps dps, Registries registries) {
        this.dps = dps;
        this.registries = registries;
    }

    /**
     * Where the board was found.
     *
     * @param wasOpen whether it had to be closed
     * @param assignedHub the hub that DPS has assigned; null for none
     */
    record Closed(boolean wasOpen, @Nullable String assignedHub) {}

    /** One attempt: reads, and writes if need be. @return empty if it has written */
    private interface Attempt<T> {
        Optional<T> make();
    }

    private static <T> T until(String what, Attempt<T> attempt) {
        for (var count = 1; count <= ATTEMPTS; count++) {
            try {
                var seen = attempt.make();
                if (seen.isPresent()) {
                    return seen.get();
                }
            } catch (DpsException.ChangedMeanwhile | RegistryException.ChangedMeanwhile again) {
                // read again
            }
        }
        throw new StuckException(what + " changes again and again; is somebody else at work on it?", A_MINUTE);
    }

    /** As both places are now; nothing is written. */
    boolean isClosed(Board board) {
        var stored = stored(board);
        var assigned = stored.map(StoredEnrollment::assignedHub).orElse(null);
        return stored.filter(StoredEnrollment::enabled).isEmpty()
                && hubs(board, assigned).stream().noneMatch(hub -> registries
                        .find(hub, board.guid())
                        .filter(HubIdentity::enabled)
                        .isPresent());
    }

    /** The enrollment is disabled, or there is none. */
    Closed closeEnrollment(Board board) {
        var wasOpen = new boolean[1];
        return until("the enrollment", () -> {
            var stored = stored(board);
            if (stored.isPresent() && stored.get().enabled()) {
                wasOpen[0] = true;
                dps.close(board, stored.get().etag());
                return Optional.empty();
            }
            return Optional.of(new Closed(
                    wasOpen[0], stored.map(StoredEnrollment::assignedHub).orElse(null)));
        });
    }

    /** Our enrollment as DPS has it. */
    private Optional<StoredEnrollment> stored(Board board) {
        var stored = dps.find(board.guid(), Precedence.ACTIVATION);
        if (stored.isPresent() && !stored.get().attests(board)) {
            throw foreign();
        }
        return stored;
    }

    private static StuckException foreign() {
        return new StuckException(
                "the enrollment in DPS attests another certificate than the board's, and is left as it is. Find out"
                        + " whose it is, and delete it in the Azure portal if it is nobody's",
                A_MINUTE);
    }

    /** The identity is disabled in every hub where the board may have one. @return whether one had to be */
    boolean closeIdentity(Board board, @Nullable String assignedHub, String why) {
        var wasOpen = false;
        for (var hub : hubs(board, assignedHub)) {
            wasOpen |= until("the identity in IoT Hub " + hub, () -> {
                var identity = registries.find(hub, board.guid()).filter(HubIdentity::enabled);
                if (identity.isEmpty()) {
                    return Optional.of(false);
                }
                registries.enable(hub, identity.get(), false, why);
                return registries
                                .find(hub, board.guid())
                                .filter(HubIdentity::enabled)
                                .isPresent()
                        ? Optional.empty()
                        : Optional.of(true);
            });
        }
        return wasOpen;
    }

    /** The identity is gone from every hub where the board may have had one. */
    void removeIdentity(Board board) {
        var assigned = stored(board).map(StoredEnrollment::assignedHub).orElse(null);
        for (var hub : hubs(board, assigned)) {
            until("the identity in IoT Hub " + hub, () -> {
                var identity = registries.find(hub, board.guid());
                identity.ifPresent(found -> registries.delete(hub, found));
                return identity.isEmpty() ? Optional.of(true) : Optional.empty();
            });
        }
    }

    /** Those that DPS or the ledger name, and the one of the activation if it can be asked. */
    private Set<String> hubs(Board board, @Nullable String assignedHub) {
        var hubs = new LinkedHashSet<String>();
        if (assignedHub != null) {
            hubs.add(assignedHub);
        }
        if (board.assignedHub() != null) {
            hubs.add(board.assignedHub());
        }
        var activation = board.activation();
        if (activation != null && registries.knows(activation.iotHub())) {
            hubs.add(activation.iotHub());
        }
        return hubs;
    }

    /** Record of registration and enrollment are gone. */
    void removeEnrollment(Board board) {
        until("the enrollment", () -> {
            var stored = stored(board);
            var known = dps.forgetRegistration(board.guid());
            stored.ifPresent(found -> dps.delete(board.guid(), found.etag()));
            return stored.isEmpty() && !known ? Optional.of(true) : Optional.empty();
        });
    }

    /** No record of a registration is left, and the enrollment is disabled, without hub and twin. */
    void resetEnrollment(Board board) {
        until("the enrollment", () -> {
            var stored = stored(board);
            if (stored.isPresent() && isFresh(stored.get())) {
                return Optional.of(true);
            }
            dps.forgetRegistration(board.guid());
            dps.disable(board, stored.map(StoredEnrollment::etag).orElse(null));
            return Optional.empty();
        });
    }

    /**
     * The enrollment is disabled, and attests this certificate and no other one; where there was none, there is one.
     *
     * @param renewed the board with its new certificate
     * @param halfway the thumbprint that an earlier attempt may have put there
     */
    void changeCertificate(Board board, Board renewed, @Nullable String halfway) {
        until("the enrollment", () -> {
            var stored = dps.find(board.guid(), Precedence.ACTIVATION);
            if (stored.isEmpty()) {
                dps.disable(renewed, null);
                return Optional.empty();
            }
            requireOurs(stored.get(), board, renewed, halfway);
            if (stored.get().enabled()) {
                throw new StuckException(
                        "the enrollment is ENABLED in DPS, though the board is not activated, so its certificate is left as"
                                + " it is. Find out who enabled it, and disable it in the Azure portal",
                        A_MINUTE);
            }
            if (stored.get().isAttestedAs(renewed)) {
                return Optional.of(true);
            }
            dps.close(renewed, stored.get().etag());
            return Optional.empty();
        });
    }

    private static void requireOurs(StoredEnrollment stored, Board board, Board renewed, @Nullable String halfway) {
        if (!stored.attests(board)
                && !stored.attests(renewed.requireThumbprint())
                && (halfway == null || !stored.attests(halfway))) {
            throw foreign();
        }
    }

    /**
     * The enrollment of a board in service accepts exactly these certificates, and is otherwise as the board was activated. One
     * that has the new certificate only is further already, and stays so.
     *
     * @param known reads the board from the ledger, and refuses one that must not be touched now
     * @param wanted the same board with the certificates that DPS should have
     * @return the board as it was in the ledger before and after DPS was read
     */
    Board attestInService(Supplier<Board> known, UnaryOperator<Board> wanted) {
        return until("the enrollment", () -> {
            var board = known.get();
            var stored = dps.find(board.guid(), Precedence.ACTIVATION);
            if (known.get().version() != board.version()) {
                return Optional.empty();
            }
            requireInService(board, stored.orElse(null));
            var renewed = wanted.apply(board);
            if (stored.get().isAttestedAs(renewed) || stored.get().isAttestedAs(board.renewed())) {
                return Optional.of(board);
            }
            dps.enable(
                    renewed,
                    Objects.requireNonNull(board.activation()),
                    stored.get().etag());
            return Optional.empty();
        });
    }

    private static void requireInService(Board board, @Nullable StoredEnrollment stored) {
        if (stored == null) {
            throw new StuckException("DPS has no enrollment for the board", A_MINUTE);
        }
        if (!stored.attests(board)) {
            throw foreign();
        }
        if (stored.acceptsAnother(board)) {
            throw new StuckException(
                    "the enrollment in DPS accepts a certificate in its secondary slot that the ledger does not know, and is left"
                            + " as it is. Find out whose it is, and empty the slot in the Azure portal if it is nobody's",
                    A_MINUTE);
        }
        if (!stored.enabled()) {
            throw new StuckException(
                    "the enrollment is disabled in DPS, though the board is activated, and is left as it is", A_MINUTE);
        }
    }

    private static boolean isFresh(StoredEnrollment stored) {
        return !stored.enabled()
                && stored.iotHubs().isEmpty()
                && stored.tags().isEmpty()
                && stored.desired().isEmpty()
                && stored.assignedHub() == null;
    }
}
