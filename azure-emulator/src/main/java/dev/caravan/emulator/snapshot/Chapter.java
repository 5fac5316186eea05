package dev.caravan.emulator.snapshot;

import java.util.stream.Stream;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Things of one kind in a snapshot. Who keeps them writes them out and takes them back, so only he knows their form. */
public interface Chapter {

    /** Its name in the document; never changes. */
    String name();

    /** Everything, in a fixed order; each is asked for when it is written. Changes nothing. */
    Stream<ObjectNode> items();

    /** A restore begins. */
    Intake begin();

    /** The things of a document, set aside until all chapters have been read. */
    interface Intake {

        /** @throws IllegalArgumentException naming the member that is wrong */
        void take(Item item);

        /** Puts all that was taken in the place of all that is there; must not fail. */
        void commit();
    }
}
