package dev.caravan.gateway.board;

import java.util.List;
import java.util.Optional;

/** A directory with one board in it, or none. */
public record OneBoard(Optional<HostedBoard> board) implements BoardDirectory {

    @Override
    public Optional<HostedBoard> find(BoardGuid guid) {
        return board.filter(here -> here.guid().equals(guid));
    }

    @Override
    public List<HostedBoard> all() {
        return board.stream().toList();
    }

    @Override
    public List<FileFault> faults() {
        return List.of(new FileFault("broken.pem", "it is not a readable PEM file, perhaps incomplete"));
    }
}
