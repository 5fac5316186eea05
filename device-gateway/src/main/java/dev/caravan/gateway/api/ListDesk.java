package dev.caravan.gateway.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.caravan.gateway.board.BoardDirectory;

/** The administrator's overview: boards, and files that are none. */
public final class ListDesk {

    private final Gatekeeper gatekeeper;
    private final BoardDirectory boards;
    private final BoardView view;

    public ListDesk(Gatekeeper gatekeeper, BoardDirectory boards, BoardView view) {
        this.gatekeeper = gatekeeper;
        this.boards = boards;
        this.view = view;
    }

    public ApiAnswer list(ApiRequest request) throws Problem {
        gatekeeper.admitAdmin(request);
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode list = json.putArray("boards");
        boards.all().forEach(board -> list.add(view.json(board)));
        ArrayNode faults = json.putArray("filesNotTaken");
        boards.faults()
                .forEach(fault -> faults.addObject().put("file", fault.file()).put("reason", fault.reason()));
        return ApiAnswer.ok(json);
    }
}
