package dev.caravan.device.hub;

/** What the cloud sends on its own account. Called on a thread of the hub client: return soon, and do not close the session here. */
public interface HubListener {

    /** Listens to nothing; cloud messages are completed unread. */
    HubListener DEAF = new HubListener() {};

    default void onDesired(DesiredChange change) {}

    /**
     * Takes one cloud message.
     *
     * @return true when it was taken and the hub may forget it, false to have it delivered again
     */
    default boolean onMessage(CloudMessage message) {
        return true;
    }
}
