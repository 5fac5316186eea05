package dev.caravan.preparation;

import java.util.List;
import java.util.Optional;

import dev.caravan.access.Principal;
import dev.caravan.board.Board;

/** The schemas of the configuration, in its order. */
public final class MetadataSchemas {

    private final List<MetadataSchema> all;

    /** @throws IllegalArgumentException if one of them cannot be used; it names file, place and rule */
    public MetadataSchemas(MetadataSettings settings) {
        all = settings.schemas().stream().map(MetadataSchema::load).toList();
    }

    /** The one that checks the board's metadata; empty if none does. */
    public Optional<MetadataSchema> of(Board board) {
        return all.stream().filter(schema -> schema.fits(board)).findFirst();
    }

    /** Those that may fit a board of the principal's own. */
    public List<MetadataSchema> of(Principal principal) {
        return all.stream().filter(schema -> schema.concerns(principal)).toList();
    }
}
