package dev.caravan.hub.api;

import java.nio.charset.StandardCharsets;
import java.util.function.Function;

import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.UriUtils;

/** Makes the answer to a request from what a call gives: JSON, with a board's version as its ETag. */
final class Answer implements Processor {

    private final Function<Message, Object> call;

    Answer(Function<Message, Object> call) {
        this.call = call;
    }

    @Override
    public void process(Exchange exchange) {
        var given = call.apply(exchange.getMessage());
        var answer = exchange.getMessage();
        answer.removeHeaders("*");
        answer.setHeader(Exchange.CONTENT_TYPE, "application/json");
        if (given instanceof ActivationAnswer activation) {
            etag(answer, activation.board());
        } else if (given instanceof BoardView board) {
            etag(answer, board);
        } else if (given instanceof LifecycleAnswer lifecycle) {
            etag(answer, lifecycle.board());
            answer.setHeader(Exchange.HTTP_RESPONSE_CODE, lifecycle.done() ? 200 : 202);
        }
        answer.setBody(ApiJson.write(given));
    }

    private static void etag(Message answer, BoardView board) {
        answer.setHeader("ETag", IfMatch.tag(board.version()));
    }

    /** A parameter or header of the request; null if it was not sent. */
    static @Nullable String optional(Message request, String name) {
        return request.getHeader(name, String.class);
    }

    /** A parameter that must be a number of this range. @param most {@code Long.MAX_VALUE} for none */
    static long number(Message request, String name, long otherwise, long least, long most) {
        var text = optional(request, name);
        try {
            var number = text == null ? otherwise : Long.parseLong(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException wrong) {
            // answered below, with every other bad value
        }
        throw ApiJson.invalid("parameter '" + name + "' must be a number from " + least
                + (most == Long.MAX_VALUE ? "" : " to " + most) + ", but is '" + text + "'");
    }

    /** A parameter that is part of the path, which Camel hands over as it stands in the URL. */
    static String required(Message request, String name) {
        return UriUtils.decode(String.valueOf(optional(request, name)), StandardCharsets.UTF_8);
    }
}
