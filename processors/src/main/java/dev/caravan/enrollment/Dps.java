package dev.caravan.enrollment;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import dev.caravan.board.Activation;
import dev.caravan.board.Board;
import dev.caravan.board.BoardGuid;

/**
 * The Device Provisioning Service, as far as boards need it. One call is one request on the wire, without repeats; each
 * takes a token from the service's quota first. Thread-safe. Every failure is a {@link DpsException}, whose kind says
 * what the caller may do next.
 */
public interface Dps {

    /** Most items that one bulk call may carry (contract of the service). */
    int BULK_LIMIT = 10;

    /** So many hubs, this one too, use the service's quota; each takes an equal part of it. */
    void sharedBy(int hubs);

    /**
     * Creates disabled enrollments for certified boards.
     *
     * @return for each board that the service did not accept, its words; a board that is not named was accepted
     */
    Map<BoardGuid, ItemRefusal> createDisabled(List<Board> boards);

    /** Reads one enrollment; empty if the service has none. */
    Optional<StoredEnrollment> find(BoardGuid guid, Precedence precedence);

    /**
     * Replaces an enrollment: enabled, allocated statically to one hub, with this initial twin and the board's leaf
     * certificate.
     *
     * @param etag the enrollment is replaced only if it still has this ETag
     * @return the enrollment as the service says it stored it
     */
    StoredEnrollment enable(Board board, Activation activation, String etag);

    /**
     * Makes an enrollment what it was after {@link #createDisabled}: disabled, without a hub, with the board's leaf
     * certificate. Under the precedence of {@link Precedence#RECONCILIATION}.
     *
     * @param etag the enrollment is replaced only if it still has this ETag; null: created only if there is none
     * @return the enrollment as the service says it stored it
     */
    StoredEnrollment disable(Board board, @Nullable String etag);

    /**
     * Disables an enrollment and leaves hub and initial twin as the board was activated; without an activation it is then
     * as after {@link #createDisabled}. Under the precedence of {@link Precedence#ACTIVATION}.
     *
     * @param etag the enrollment is replaced only if it still has this ETag
     * @return the enrollment as the service says it stored it
     */
    StoredEnrollment close(Board board, String etag);

    /**
     * Deletes an enrollment. Under the precedence of {@link Precedence#ACTIVATION}.
     *
     * @param etag the enrollment is deleted only if it still has this ETag
     */
    void delete(BoardGuid guid, String etag);

    /**
     * Deletes the record of a board's registration, as far as there is one: the next one is a first one again. Under the
     * precedence of {@link Precedence#ACTIVATION}.
     *
     * @return whether there was one
     */
    boolean forgetRegistration(BoardGuid guid);

    /**
     * Reads one page of all individual enrollments, in no order that could be relied on. Under the precedence of {@link
     * Precedence#RECONCILIATION}.
     *
     * @param continuation what the page before said; null for the first page
     * @param size most enrollments on the page; the service may give fewer
     */
    EnrollmentPage page(@Nullable String continuation, int size);

    /** Reads whether the board has registered. Under the precedence of {@link Precedence#FIRST_BOOTS}. */
    Registration registration(BoardGuid guid);

    /** Since when the service is down, or denies access; empty if it is not known to. */
    Optional<Outage> outage();

    /** Until when bulk work pauses because the service throttles; empty while it does not. */
    Optional<Throttling> throttling();

    /** What this machine's clock says when it is minutes off, going by the service's answers; empty if it is not known to be. */
    Optional<WrongClock> wrongClock();

    /**
     * The service throttles, and bulk work pauses.
     *
     * @param until when bulk work goes on, by the hub's clock
     * @param words of the service
     */
    record Throttling(Instant until, String words) {

        /** For an operator. */
        public String sentence() {
            return "DPS throttles; goes on at " + until.truncatedTo(ChronoUnit.SECONDS) + ": " + words;
        }
    }

    /**
     * The service has been failing for a while and is left alone.
     *
     * @param nextTry when it is asked again, by the hub's clock
     * @param words of the last failure
     */
    record Outage(Instant since, Instant nextTry, String words) {

        /** For an operator. */
        public String sentence() {
            return "DPS is left alone until " + nextTry + ", because it has been failing since " + since + ": " + words;
        }
    }

    /**
     * This machine's clock is wrong. Nothing waits for that: a certificate that begins some minutes late is good long before
     * its board is somewhere, and the first ones are made before the service has said what time it is.
     *
     * @param there what time it is by the service's clock
     */
    record WrongClock(Instant here, Instant there) {

        /** For an operator. */
        public String sentence() {
            return "this machine's clock is " + (here.isAfter(there) ? "ahead" : "behind") + ": it says "
                    + here.truncatedTo(ChronoUnit.SECONDS) + ", and DPS says " + there.truncatedTo(ChronoUnit.SECONDS)
                    + "; set it right: certificates made meanwhile begin and end as much too "
                    + (here.isAfter(there) ? "late" : "early");
        }
    }

    /**
     * Why the service did not accept one item of a bulk call.
     *
     * @param code six digits, e.g. 409201
     */
    record ItemRefusal(int code, String words) {

        private static final int ENROLLMENT_EXISTS = 409201;
        private static final int THROTTLED = 429;
        private static final int SERVICE_TROUBLE = 500;

        /** Whether the enrollment was there before: ours from an earlier attempt, or somebody else's. */
        public boolean exists() {
            return code == ENROLLMENT_EXISTS;
        }

        /** Whether the same item may be accepted later. */
        public boolean passing() {
            return code / 1000 == THROTTLED || code / 1000 >= SERVICE_TROUBLE;
        }
    }

    /** Who goes first when the quota is short. */
    enum Precedence {
        /** A person or an ERP waits for the answer. */
        ACTIVATION,
        /** A batch. */
        BULK,
        /** As a batch, and within its own small share of the quota besides. */
        RECONCILIATION,
        /** As a batch, and within a twentieth of the quota besides. */
        FIRST_BOOTS
    }
}
