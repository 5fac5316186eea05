package dev.caravan.enrollment;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

import org.jspecify.annotations.Nullable;

import dev.caravan.board.Board;
import dev.caravan.board.BoardGuid;
import dev.caravan.enrollment.Dps.ItemRefusal;
import dev.caravan.enrollment.Dps.Precedence;
import dev.caravan.enrollment.DpsSettings.ReadBack;
import dev.caravan.enrollment.Reading.Refusal;
import dev.caravan.ledger.Chunks;
import dev.caravan.ledger.Claim;
import dev.caravan.ledger.Settled;

/**
 * Creates up to ten disabled enrollments and judges what came of each: a 200 is not a success, and a refusal no proof. A
 * board that is refused is looked for, and an enrollment that was there before compared; of the new ones, all or a sample.
 */
public final class BulkCall {

    private final Dps dps;
    private final Patience patience;
    private final Chunks chunks;
    private final ReadBack readBack;
    private final RandomGenerator random;

    /** @param random picks the sample */
    public BulkCall(Dps dps, Patience patience, Chunks chunks, ReadBack readBack, RandomGenerator random) {
        this.dps = dps;
        this.patience = patience;
        this.chunks = chunks;
        this.readBack = readBack;
        this.random = random;
    }

    /**
     * What became of the boards; a board that is not named is where it was.
     *
     * @param alarm why the batch must stop; empty if all is well
     * @param problem why some boards are still to be enrolled; empty if none is
     * @param forEveryCall whether that problem would meet every other call too
     */
    record Verdict(List<Settled> settled, Optional<String> alarm, Optional<String> problem, boolean forEveryCall) {

        /** Nothing was asked. */
        static final Verdict NONE = new Verdict(List.of(), Optional.empty(), Optional.empty(), false);

        static Verdict of(List<Settled> settled, Optional<String> alarm, DpsException failure) {
            return new Verdict(
                    settled, alarm, Optional.of(String.valueOf(failure.getMessage())), failure.isForEveryCall());
        }
    }

    /**
     * Asks for nothing new once the batch is stopped; what DPS has done until then is judged all the same.
     *
     * @throws dev.caravan.ledger.StaleClaimException if the claim is lost
     */
    Verdict enroll(Claim claim, List<Board> boards, boolean readBackAll) {
        Map<BoardGuid, ItemRefusal> refusals;
        try {
            refusals = patience.with(() -> chunks.check(claim), () -> dps.createDisabled(boards));
        } catch (DpsException.Refused refused) {
            return boards.size() == 1 ? refused(claim, boards.get(0), refused) : oneByOne(claim, boards);
        } catch (DpsException failure) {
            return Verdict.of(List.of(), Optional.empty(), failure);
        }
        return judge(claim, boards, refusals, readBackAll);
    }

    /** The service refused the call as a whole; the board that it objects to must not take nine others with it. */
    private Verdict oneByOne(Claim claim, List<Board> boards) {
        var settled = new ArrayList<Settled>();
        Optional<String> problem = Optional.empty();
        for (var board : boards) {
            var verdict = enroll(claim, List.of(board), true);
            settled.addAll(verdict.settled());
            problem = problem.or(verdict::problem);
            if (verdict.alarm().isPresent() || verdict.forEveryCall()) {
                return new Verdict(settled, verdict.alarm(), problem, verdict.forEveryCall());
            }
        }
        return new Verdict(settled, Optional.empty(), problem, false);
    }

    private Verdict refused(Claim claim, Board board, DpsException.Refused refused) {
        try {
            var refusal = new Refusal(false, String.valueOf(refused.getMessage()));
            var reading = read(claim, board, refusal);
            return new Verdict(List.of(reading.settled()), reading.alarm(), Optional.empty(), false);
        } catch (DpsException failure) {
            return Verdict.of(List.of(), Optional.empty(), failure);
        }
    }

    private Verdict judge(Claim claim, List<Board> boards, Map<BoardGuid, ItemRefusal> refusals, boolean readBackAll) {
        var sampled = random.nextInt(boards.size());
        var settled = new ArrayList<Settled>();
        Optional<String> alarm = Optional.empty();
        Optional<String> problem = Optional.empty();
        for (var index = 0; index < boards.size(); index++) {
            var board = boards.get(index);
            var refusal = refusals.get(board.guid());
            if (refusal != null && refusal.passing()) {
                problem = Optional.of(words(refusal));
            } else if (refusal != null || readBackAll || readBack == ReadBack.ALL || index == sampled) {
                try {
                    var reading =
                            read(claim, board, refusal == null ? null : new Refusal(refusal.exists(), words(refusal)));
                    settled.add(reading.settled());
                    alarm = alarm.or(reading::alarm);
                } catch (DpsException failure) {
                    return Verdict.of(settled, alarm, failure);
                }
            } else {
                settled.add(new Settled.Enrolled(board.guid(), false));
            }
        }
        return new Verdict(settled, alarm, problem, false);
    }

    private Reading read(Claim claim, Board board, @Nullable Refusal refusal) {
        try {
            var stored = patience.with(() -> chunks.keep(claim), () -> dps.find(board.guid(), Precedence.BULK));
            return Reading.of(board, stored, refusal);
        } catch (DpsException.Refused unreadable) {
            if (refusal == null || refusal.exists()) {
                throw unreadable;
            }
            return Reading.refused(board, refusal);
        }
    }

    private static String words(ItemRefusal refusal) {
        return "DPS refuses the board: " + refusal.words() + " (" + refusal.code() + ")";
    }
}
