package dev.caravan.emulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * The file that {@code node --require} loads before a program, so that Node's MQTT and AMQP clients find the emulator:
 * they speak no SOCKS. It reads {@code endpoints.json} and {@code ca.pem} beside it.
 */
final class NodeHook {

    static final String FILE = "node-hook.cjs";

    private NodeHook() {}

    static String text() {
        try (var resource = Objects.requireNonNull(NodeHook.class.getResourceAsStream(FILE), FILE)) {
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
