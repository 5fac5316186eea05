package dev.caravan.ledger;

import java.util.Map;

import org.jspecify.annotations.Nullable;

import dev.caravan.access.Requester;

/** Where a batch file came from, as the audit trail says it. */
public sealed interface Origin {

    /** Somebody posted it. */
    record Request(Requester by) implements Origin {}

    /**
     * It lay in a folder, where whoever can write to that folder has put it.
     *
     * @param place a path, or an address
     * @param issuer what the folder chooses for boards whose rows name no issuer
     */
    record Folder(String place, @Nullable String issuer) implements Origin {

        /** One that chooses nothing. */
        public Folder(String place) {
            this(place, null);
        }
    }

    /** Null where the folder chooses none. */
    default @Nullable String issuer() {
        return this instanceof Folder folder ? folder.issuer() : null;
    }

    /** What is written down besides who. */
    default Map<String, String> detail() {
        return this instanceof Folder folder ? Map.of("folder", folder.place()) : Map.of();
    }

    /** Null where nobody can say. */
    default @Nullable Requester requester() {
        return this instanceof Request request ? request.by() : null;
    }
}
