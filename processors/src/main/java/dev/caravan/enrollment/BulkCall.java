package dev.caravan.enrollment;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

import dev.caravan.board.Board;
import dev.caravan.enrollment.Dps.ItemRefusal;
import dev.caravan.enrollment.Dps.Precedence;
import dev.caravan.enrollment.DpsSettings.ReadBack;
import dev.caravan.ledger.Settled;

/**
 * Creates up to ten disabled enrollments and judges what came of each: a 200 is not a success. An enrollment that was
 * there before is read back and compared; of the new ones, all or a sample.
 */
public final class BulkCall {

    private final Dps dps;
    private final Patience patience;
    private final ReadBack readBack;
    private final RandomGenerator random;

    /** @param random picks the sample */
    public BulkCall(Dps dps, Patience patience, ReadBack readBack, RandomGenerator random) {
        this.dps = dps;
        this.patience = patience;
        this.readBack = readBack;
        this.random = random;
    }

    /**
     * What became of the boards; a board that is not named is where it was.
     *
     * @param alarm why the batch must stop; empty if all is well
     */
    record Verdict(List<Settled> settled, Optional<String> alarm) {}

    Verdict enroll(List<Board> boards, boolean readBackAll) {
        try {
            return judge(boards, readBackAll);
        } catch (DpsException.Refused refused) {
            return boards.size() == 1 ? parked(boards.get(0), refused) : oneByOne(boards);
        }
    }

    /** The service refused the call as a whole; the board that it objects to must not take nine others with it. */
    private Verdict oneByOne(List<Board> boards) {
        var settled = new ArrayList<Settled>();
        Optional<String> alarm = Optional.empty();
        for (var board : boards) {
            var verdict = enroll(List.of(board), true);
            settled.addAll(verdict.settled());
            alarm = alarm.or(verdict::alarm);
        }
        return new Verdict(settled, alarm);
    }

    private static Verdict parked(Board board, DpsException.Refused refused) {
        return new Verdict(
                List.of(new Settled.Parked(board.guid(), String.valueOf(refused.getMessage()))), Optional.empty());
    }

    private Verdict judge(List<Board> boards, boolean readBackAll) {
        var refusals = patience.with(() -> dps.createDisabled(boards));
        var sampled = random.nextInt(boards.size());
        var settled = new ArrayList<Settled>();
        Optional<String> alarm = Optional.empty();
        for (var index = 0; index < boards.size(); index++) {
            var board = boards.get(index);
            var refusal = refusals.get(board.guid());
            if (refusal != null && !refusal.exists()) {
                settled.add(new Settled.Parked(board.guid(), words(refusal)));
            } else if (refusal != null || readBackAll || readBack == ReadBack.ALL || index == sampled) {
                var reading = Reading.of(board, patience.with(() -> dps.find(board.guid(), Precedence.BULK)), refusal);
                settled.add(reading.settled());
                alarm = alarm.or(reading::alarm);
            } else {
                settled.add(new Settled.Enrolled(board.guid(), false));
            }
        }
        return new Verdict(settled, alarm);
    }

    private static String words(ItemRefusal refusal) {
        return "DPS refuses the board: " + refusal.words() + " (" + refusal.code() + ")";
    }
}
