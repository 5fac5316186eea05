package dev.caravan.batch;

import java.util.ArrayList;
import java.util.List;

import dev.caravan.ledger.NewBoard;
import dev.caravan.ledger.RefusedRow;

/** The next rows of a file, judged by what they say, not yet by what is known. */
record ChunkOfRows(List<NewBoard> good, List<RefusedRow> bad) {

    /** @param most rows of the file; at its end there may be fewer */
    static ChunkOfRows next(RowReader rows, int most) {
        var chunk = new ChunkOfRows(new ArrayList<>(), new ArrayList<>());
        for (var row = 0; row < most && rows.hasNext(); row++) {
            chunk.add(rows.next());
        }
        return chunk;
    }

    private void add(Row row) {
        if (row instanceof Row.Good board) {
            good.add(new NewBoard(
                    board.line(),
                    board.guid(),
                    board.consignee(),
                    board.order(),
                    board.hardwareRevision(),
                    board.attributes(),
                    board.key()));
        } else if (row instanceof Row.Bad refused) {
            bad.add(new RefusedRow(refused.line(), refused.value(), RefusedRow.Outcome.REJECTED, refused.reason()));
        }
    }
}
