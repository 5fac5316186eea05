package dev.caravan.hub.api;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Enumeration;
import java.util.NoSuchElementException;
import java.util.function.Function;
import java.util.stream.Stream;

import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.jspecify.annotations.Nullable;

import dev.caravan.batch.SpreadsheetText;
import dev.caravan.board.Board;
import dev.caravan.ledger.BoardLists;
import dev.caravan.ledger.BoardPlace;

/**
 * A list of boards as CSV, made while it is read: one page is in memory, and between two pages, however slowly somebody
 * reads, nothing of the ledger is held. Camel ends an answer in order also when its body failed in the middle, so the last
 * line says that the file is complete.
 */
final class BoardCsv implements Enumeration<InputStream> {

    private static final String[] COLUMNS = {
        "guid",
        "state",
        "version",
        "batch",
        "line",
        "consignee",
        "order",
        "hardware_revision",
        "thumbprint",
        "reason",
        "verified_at",
        "iot_hub",
        "activated_at",
        "assigned_hub",
        "updated_at",
        "attributes"
    };

    private final Function<@Nullable BoardPlace, BoardLists.Page> pages;
    private @Nullable BoardPlace after;
    private @Nullable InputStream begun;
    private long boards;

    private BoardCsv(Function<@Nullable BoardPlace, BoardLists.Page> pages) {
        this.pages = pages;
    }

    /** @param pages the page after a place; after null the first one, which is read at once: it may fail */
    static InputStream of(Function<@Nullable BoardPlace, BoardLists.Page> pages) {
        var csv = new BoardCsv(pages);
        csv.begun = csv.read(CSVFormat.RFC4180.builder().setHeader(COLUMNS).get());
        return new SequenceInputStream(csv);
    }

    @Override
    public boolean hasMoreElements() {
        return begun != null || after != null;
    }

    @Override
    public InputStream nextElement() {
        if (!hasMoreElements()) {
            throw new NoSuchElementException();
        }
        var next = begun == null ? read(CSVFormat.RFC4180) : begun;
        begun = null;
        return next;
    }

    private InputStream read(CSVFormat format) {
        var page = pages.apply(after);
        after = page.next();
        var text = new StringBuilder();
        try (var printer = new CSVPrinter(text, format)) {
            for (var board : page.boards()) {
                printer.printRecord(cells(board));
            }
            boards += page.boards().size();
            if (after == null) {
                text.append("# complete: ").append(boards).append(" boards\r\n");
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return new ByteArrayInputStream(text.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static Stream<String> cells(Board board) {
        var activation = board.activation();
        return Stream.of(
                        board.guid(),
                        board.state(),
                        board.version(),
                        board.batch(),
                        board.line(),
                        text(board.consignee()),
                        text(board.order()),
                        text(board.hardwareRevision()),
                        text(board.thumbprint()),
                        text(board.reason()),
                        text(board.verifiedAt()),
                        activation == null ? "" : activation.iotHub(),
                        text(board.activatedAt()),
                        text(board.assignedHub()),
                        board.updatedAt(),
                        board.attributes().isEmpty() ? "" : ApiJson.write(board.attributes()))
                .map(cell -> SpreadsheetText.of(cell.toString()));
    }

    private static Object text(@Nullable Object value) {
        return value == null ? "" : value;
    }
}
