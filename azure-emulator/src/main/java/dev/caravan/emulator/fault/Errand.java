package dev.caravan.emulator.fault;

/** A call that stands at the gate: done, or refused, never both. */
public interface Errand {

    /** Does the work; the answer is held back until it is asked for. */
    Reply perform(Tampering tampering);

    /** Makes the answer of a service that does nothing. */
    Reply refuse(Refusal refusal);

    /**
     * Lets another writer be quicker: what has this id and would be touched by the call gets another etag, and nothing
     * else. An errand about things without etags has nothing to do here.
     */
    default void overtake(String id) {}

    /**
     * An answer not yet sent.
     *
     * @param status as HTTP has it, whatever the transport
     */
    record Reply(int status, Runnable send) {}
}
