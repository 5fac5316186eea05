package dev.caravan.hub.api;

import java.time.Duration;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import dev.caravan.access.Principal;
import dev.caravan.activation.HalfDoneException;
import dev.caravan.enrollment.DpsException;
import dev.caravan.hub.api.ActivationCalls.Asker;
import dev.caravan.hub.api.Problem.Kind;

/** Activates one board of many, and says what became of it as the single call would have answered. */
public final class ItemCalls {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String UNDER_WAY = Kind.UNDER_WAY.type();

    private final BoardQueries boards;
    private final ActivationCalls calls;

    public ItemCalls(BoardQueries boards, ActivationCalls calls) {
        this.boards = boards;
        this.calls = calls;
    }

    /**
     * The end of one.
     *
     * @param again when it may end otherwise without anybody's doing; null if not
     * @param forAll whether every other board would end in this way just now
     */
    record End(ItemAnswer answer, @Nullable Duration again, boolean forAll) {
        static End last(ItemAnswer answer) {
            return new End(answer, null, false);
        }
    }

    End activate(Principal caller, BulkRow row, boolean dryRun) {
        if (row.isRepeated()) {
            return End.last(ItemAnswer.refused(row.guid(), repeated(row)));
        }
        try {
            var item = ApiJson.read(row.json(), BulkItem.class);
            var board = boards.seen(caller.reach(), item.requiredGuid());
            return End.last(ItemAnswer.of(
                    row.guid(),
                    calls.put(
                            new Asker(caller.requester()),
                            board,
                            item.requiredActivation(),
                            IfMatch.parse(item.ifMatch()),
                            dryRun)));
        } catch (RuntimeException failure) {
            return failed(row, failure);
        }
    }

    private static End failed(BulkRow row, RuntimeException failure) {
        var ended = Problems.explain(failure);
        var answer = ItemAnswer.refused(row.guid(), ended.problem());
        var passing = failure instanceof DpsException && !(failure instanceof DpsException.Refused)
                || failure instanceof HalfDoneException
                || ended.problem().type().equals(UNDER_WAY);
        var again = passing ? Objects.requireNonNullElse(ended.retryAfter(), SOON) : null;
        return new End(answer, again, failure instanceof DpsException dps && dps.isForEveryCall());
    }

    static Problem repeated(BulkRow row) {
        return Problem.of(
                Kind.INVALID_REQUEST,
                "Nothing was done for this place of the request: it is number " + row.number() + ", and number "
                        + row.first() + " asks for the same board. Ask for a board once in a request");
    }
}
