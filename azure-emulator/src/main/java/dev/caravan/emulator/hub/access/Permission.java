package dev.caravan.emulator.hub.access;

/** What a shared access policy may allow (documented). */
public enum Permission {
    /** Reads the identity registry. */
    REGISTRY_READ,
    /** Changes the identity registry; includes reading it. */
    REGISTRY_WRITE,
    /** The back end's side: twins, queries, methods, messages to devices. */
    SERVICE_CONNECT,
    /** The devices' side. */
    DEVICE_CONNECT
}
