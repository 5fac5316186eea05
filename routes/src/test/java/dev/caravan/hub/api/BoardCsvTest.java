package dev.caravan.hub.api;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import dev.caravan.board.Board;
import dev.caravan.board.BoardGuid;
import dev.caravan.board.BoardState;
import dev.caravan.ledger.BoardLists;
import dev.caravan.ledger.BoardPlace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class BoardCsvTest {

    private final List<Object> asked = new ArrayList<>();

    @Test
    void pageIsReadWhenTheOneBeforeIsSentAndNotEarlier() throws IOException {
        var file = endless(3);

        assertThat(asked).containsExactly("first");
        file.readNBytes(200);
        assertThat(asked).hasSize(1);
        var text = new String(file.readAllBytes(), StandardCharsets.UTF_8);

        assertThat(asked).containsExactly("first", 1L, 2L);
        assertThat(text.split("\r\n")).hasSizeBetween(3, 4);
        assertThat(text).endsWith("\r\n# complete: 3 boards\r\n");
    }

    @Test
    void formulaInAnyColumnIsText() throws IOException {
        var text = new String(
                BoardCsv.of(after -> new BoardLists.Page(List.of(board("=1+1", "@order", Map.of("a", "b"))), null))
                        .readAllBytes(),
                StandardCharsets.UTF_8);

        assertThat(text).contains(",'=1+1,'@order,").doesNotContain(",=", ",@");
    }

    @Test
    void fileThatFailsInTheMiddleIsNotSaidToBeComplete() {
        var file = BoardCsv.of(after -> {
            if (after != null) {
                throw new IllegalStateException("the ledger is gone");
            }
            return new BoardLists.Page(List.of(board(null, null, Map.of())), new BoardPlace(1, ""));
        });

        var sent = new ByteArrayOutputStream();
        assertThatThrownBy(() -> file.transferTo(sent)).hasMessage("the ledger is gone");
        assertThat(sent.toString(StandardCharsets.UTF_8))
                .contains(ActivationCallsTest.GUID)
                .doesNotContain("# complete");
    }

    private InputStream endless(int pages) {
        return BoardCsv.of(after -> {
            asked.add(after == null ? "first" : after.number());
            return new BoardLists.Page(
                    List.of(board(null, null, Map.of())),
                    asked.size() < pages ? new BoardPlace(asked.size(), "") : null);
        });
    }

    private static Board board(String consignee, String order, Map<String, String> attributes) {
        return new Board(
                new BoardGuid(ActivationCallsTest.GUID),
                "line-7",
                2,
                BoardState.ENROLLED,
                4,
                consignee,
                order,
                null,
                attributes,
                "AB".repeat(32),
                "MAo=",
                null,
                null,
                null,
                null,
                null,
                Instant.EPOCH,
                false,
                null);
    }
}
