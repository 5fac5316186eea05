package dev.caravan.device.hub;

import java.util.concurrent.CompletableFuture;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** One open connection as one device. Every call blocks, may come from any thread, and works until {@link #ended()} is done. */
public interface HubSession extends AutoCloseable {

    /**
     * Sends one message and returns when the hub has acknowledged it.
     *
     * @throws HubException.Rejected when the message is empty, too large or has a forbidden property
     * @throws HubException.Unavailable when no acknowledgement came; the message may have arrived
     */
    void send(Telemetry message) throws HubException, InterruptedException;

    /**
     * Reads the device's twin; a reply that gets lost is asked for again.
     *
     * @throws HubException.Unavailable when no reply came after all repeats
     */
    TwinDocument twin() throws HubException, InterruptedException;

    /**
     * Merges a patch into the reported properties; a null deletes.
     *
     * @return the reported version after the patch
     * @throws HubException.Rejected when the hub does not take the patch, for its size, depth or keys
     */
    long report(ObjectNode patch) throws HubException, InterruptedException;

    /** Done, with the reason, when the hub or the network ended the session; never done by {@link #close()}. */
    CompletableFuture<HubException> ended();

    @Override
    void close();
}
