package dev.caravan.hub.api;

import java.nio.charset.StandardCharsets;

import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.builder.RouteBuilder;
import org.springframework.http.ContentDisposition;

import dev.caravan.ledger.BoardLists;

/** What stands behind the lists of boards. */
public final class BoardListRoutes extends RouteBuilder {

    static final String BOARD_LIST = "direct:board-list";
    static final String BOARD_FILE = "direct:board-file";
    static final String CSV = "text/csv";

    private final BoardLists lists;
    private final Downloads downloads;

    public BoardListRoutes(BoardLists lists, Downloads downloads) {
        this.lists = lists;
        this.downloads = downloads;
    }

    @Override
    public void configure() {
        // @formatter:off
        from(BOARD_LIST).routeId("board-list").routeConfigurationId(Problems.ANSWER_WITH_PROBLEM)
            .process(new Answer(this::page));

        from(BOARD_FILE).routeId("board-file").routeConfigurationId(Problems.ANSWER_WITH_PROBLEM)
            // Cached, the whole file would be in memory or on the disk first.
            .streamCache("false")
            .process(downloads::begin)
            .process(request -> file(request.getMessage()));
        // @formatter:on
    }

    private BoardPage page(Message asked) {
        var question = BoardQuestion.of(asked);
        var after = Answer.optional(asked, "after");
        var page = lists.page(
                Caller.of(asked).reach(),
                question.filter(),
                question.order(),
                after == null ? null : BoardCursor.parse(after, question.filter(), question.order()),
                BoardQueries.limit(Answer.optional(asked, "limit")));
        return new BoardPage(
                page.boards().stream().map(BoardView::of).toList(),
                page.next() == null ? null : BoardCursor.of(question.filter(), question.order(), page.next()));
    }

    private void file(Message message) {
        var reach = Caller.of(message).reach();
        var question = BoardQuestion.of(message);
        var file =
                BoardCsv.of(after -> lists.page(reach, question.filter(), question.order(), after, BoardQueries.MOST));
        message.removeHeaders("*");
        message.setHeader(Exchange.CONTENT_TYPE, CSV + ";charset=UTF-8;header=present");
        message.setHeader(
                "Content-Disposition",
                ContentDisposition.attachment()
                        .filename("boards.csv", StandardCharsets.UTF_8)
                        .build()
                        .toString());
        message.setBody(file);
    }
}
