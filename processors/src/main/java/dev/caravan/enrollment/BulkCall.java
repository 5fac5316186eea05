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
import dev.caravan.ledger.Chunks;
import dev.caravan.ledger.Claim;
import dev.caravan.ledger.Settled;

/**
 * Creates up to ten disabled enrollments and judges what came of each: a 200 is not a success. An enrollment that was
 * there before is read back and compared; of the new ones, all or a sample.
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
            return boards.size() == 1 ? parked(boards.get(0), refused) : oneByOne(claim, boards);
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

    private static Verdict parked(Board board, DpsException.Refused refused) {
        return new Verdict(
                List.of(new Settled.Parked(board.guid(), String.valueOf(refused.getMessage()))),
                Optional.empty(),
                Optional.empty(),
                false);
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
            } else if (refusal != null && !refusal.exists()) {
                settled.add(new Settled.Parked(board.guid(), words(refusal)));
            } else if (refusal != null || readBackAll || readBack == ReadBack.ALL || index == sampled) {
                try {
                    var reading = read(claim, board, refusal);
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

    private Reading read(Claim claim, Board board, @Nullable ItemRefusal refusal) {
        var stored = patience.with(() -> chunks.keep(claim), () -> dps.find(board.guid(), Precedence.BULK));
        return Reading.of(board, stored, refusal);
    }

    private static String words(ItemRefusal refusal) {
        return "DPS refuses the board: " + refusal.words() + " (" + refusal.code() + ")";
    }
}
