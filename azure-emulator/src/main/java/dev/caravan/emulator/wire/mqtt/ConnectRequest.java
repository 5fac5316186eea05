package dev.caravan.emulator.wire.mqtt;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

import io.netty.handler.codec.mqtt.MqttConnectMessage;
import org.jspecify.annotations.Nullable;

import dev.caravan.emulator.wire.Peer;

/**
 * A CONNECT packet and who sent it.
 *
 * @param user the user name; X.509 clients send one without a password
 * @param secret the password; null when there is none
 * @param clean whether the client wants nothing kept from before, and nothing after
 * @param lastWill what is to be published when the connection breaks; null for nothing
 */
public record ConnectRequest(
        String clientId,
        @Nullable String user,
        @Nullable String secret,
        boolean clean,
        @Nullable Message lastWill,
        Peer peer) {

    static ConnectRequest of(MqttConnectMessage packet, Peer peer) {
        var payload = packet.payload();
        var header = packet.variableHeader();
        var will = header.isWillFlag()
                ? new Message(payload.willTopic(), payload.willMessageInBytes(), header.isWillRetain())
                : null;
        return new ConnectRequest(
                payload.clientIdentifier(),
                header.hasUserName() ? payload.userName() : null,
                header.hasPassword() ? new String(payload.passwordInBytes(), StandardCharsets.UTF_8) : null,
                header.isCleanSession(),
                will,
                peer);
    }

    /** The user name, or nothing. */
    public String userName() {
        return user == null ? "" : user;
    }

    /** The password: a SAS token, where there is one. */
    public Optional<String> password() {
        return Optional.ofNullable(secret);
    }

    /** The last will, when there is one. */
    public Optional<Message> will() {
        return Optional.ofNullable(lastWill);
    }
}
