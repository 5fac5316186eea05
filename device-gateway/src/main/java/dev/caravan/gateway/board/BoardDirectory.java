package dev.caravan.gateway.board;

import java.util.List;
import java.util.Optional;

/** The boards this gateway has. */
public interface BoardDirectory {

    Optional<HostedBoard> find(BoardGuid guid);

    /** In the order of their GUIDs. */
    List<HostedBoard> all();

    /** Identity files that belong to no board because they could not be read as one. */
    List<FileFault> faults();
}
