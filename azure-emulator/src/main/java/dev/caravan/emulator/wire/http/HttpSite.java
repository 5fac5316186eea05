package dev.caravan.emulator.wire.http;

/** What answers on an HTTP port. */
@FunctionalInterface
public interface HttpSite {

    /** Called on the connection's thread, one call at a time a connection; must not block. */
    void serve(Call call, Exchange exchange);
}
