package dev.caravan.registry;

import java.util.Optional;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.caravan.board.BoardGuid;

/**
 * The registries of the IoT Hubs, as far as boards need them. Hubs are named by their host. One call is one request on the
 * wire, without repeats; each takes a token from that hub's budget first. Thread-safe. Every failure is a {@link
 * RegistryException}, whose kind says what the caller may do next.
 */
public interface Registries {

    /** Whether the configuration has a connection string for the hub; without one each call is refused. */
    boolean knows(String hub);

    /** The board's identity; empty if the hub has none. */
    Optional<HubIdentity> find(String hub, BoardGuid guid);

    /**
     * Enables or disables the identity, and leaves the rest of it as it was read.
     *
     * @param why for whoever looks at the identity in the Azure portal, at most 128 characters
     * @return the identity as the hub says it stored it
     * @throws RegistryException.ChangedMeanwhile if it is not as it was read any more
     */
    HubIdentity enable(String hub, HubIdentity read, boolean enabled, String why);

    /**
     * Deletes the identity, and its twin with it.
     *
     * @throws RegistryException.ChangedMeanwhile if it is not as it was read any more
     */
    void delete(String hub, HubIdentity read);

    /** The board's twin; empty if the hub has no such identity. */
    Optional<HubTwin> twin(String hub, BoardGuid guid);

    /**
     * Merges into the twin; null removes a key.
     *
     * @return the twin as the hub says it stored it
     * @throws RegistryException.ChangedMeanwhile if it is not as it was read any more
     */
    HubTwin patch(String hub, HubTwin read, ObjectNode tags, ObjectNode desired);
}
