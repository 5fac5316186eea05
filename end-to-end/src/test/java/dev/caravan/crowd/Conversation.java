package dev.caravan.crowd;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.netty.buffer.ByteBufInputStream;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;

/**
 * A board's talk with DPS: connect, subscribe, register, and ask again when DPS says so, until there is a last answer. It
 * is ended by the board, or fails.
 */
final class Conversation extends SimpleChannelInboundHandler<MqttMessage> {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ANSWERS = "$dps/registrations/res/";
    private static final int ASSIGNING = 202;
    private static final int KEEP_ALIVE_SECONDS = 60;

    private final String id;
    private final String user;
    private final CompletableFuture<RegistrationAnswer> answer = new CompletableFuture<>();
    private int requests;

    Conversation(String id, String idScope) {
        this.id = id;
        user = idScope + "/registrations/" + id + "/api-version=2019-03-31";
    }

    CompletableFuture<RegistrationAnswer> answer() {
        return answer;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof SslHandshakeCompletionEvent handshake && handshake.isSuccess()) {
            context.writeAndFlush(MqttMessageBuilders.connect()
                    .clientId(id)
                    .username(user)
                    .keepAlive(KEEP_ALIVE_SECONDS)
                    .cleanSession(true)
                    .build());
        }
        context.fireUserEventTriggered(event);
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, MqttMessage message) throws Exception {
        switch (message.fixedHeader().messageType()) {
            case CONNACK -> connected(context, (MqttConnAckMessage) message);
            case SUBACK -> ask(context, "PUT/iotdps-register/", "", "{\"registrationId\":\"" + id + "\"}");
            case PUBLISH -> told(context, (MqttPublishMessage) message);
            case PUBACK -> {}
            default -> throw new IllegalStateException("DPS sends " + message);
        }
    }

    private void connected(ChannelHandlerContext context, MqttConnAckMessage message) {
        var code = message.variableHeader().connectReturnCode();
        if (code != MqttConnectReturnCode.CONNECTION_ACCEPTED) {
            throw new IllegalStateException("connection refused: " + code);
        }
        context.writeAndFlush(MqttMessageBuilders.subscribe()
                .messageId(1)
                .addSubscription(MqttQoS.AT_LEAST_ONCE, ANSWERS + "#")
                .build());
    }

    private void ask(ChannelHandlerContext context, String what, String more, String body) {
        requests++;
        context.writeAndFlush(MqttMessageBuilders.publish()
                .topicName("$dps/registrations/" + what + "?$rid=" + requests + more)
                .qos(MqttQoS.AT_LEAST_ONCE)
                .messageId(1 + requests)
                .payload(Unpooled.copiedBuffer(body, StandardCharsets.UTF_8))
                .build());
    }

    private void told(ChannelHandlerContext context, MqttPublishMessage message) throws Exception {
        if (message.fixedHeader().qosLevel() == MqttQoS.AT_LEAST_ONCE) {
            context.write(MqttMessageBuilders.pubAck()
                    .packetId(message.variableHeader().packetId())
                    .build());
        }
        var topic = message.variableHeader().topicName();
        var status = Integer.parseInt(topic.substring(ANSWERS.length(), topic.indexOf("/?")));
        var body = JSON.readTree(new ByteBufInputStream(message.payload()));
        if (status == ASSIGNING) {
            askAgain(context, topic, body);
        } else {
            answer.complete(RegistrationAnswer.read(status, body));
            context.writeAndFlush(MqttMessage.DISCONNECT).addListener(done -> context.close());
        }
    }

    private void askAgain(ChannelHandlerContext context, String topic, JsonNode body) {
        var seconds = parameter(topic, "retry-after=").orElseThrow();
        var operation = body.required("operationId").asText();
        context.executor()
                .schedule(
                        () -> ask(context, "GET/iotdps-get-operationstatus/", "&operationId=" + operation, ""),
                        Integer.parseInt(seconds),
                        TimeUnit.SECONDS);
    }

    private static Optional<String> parameter(String topic, String name) {
        return Arrays.stream(topic.substring(topic.indexOf('?') + 1).split("&"))
                .filter(part -> part.startsWith(name))
                .map(part -> part.substring(name.length()))
                .findFirst();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        answer.completeExceptionally(cause);
        context.close();
    }

    /** Nothing when the answer is there. */
    @Override
    public void channelInactive(ChannelHandlerContext context) {
        answer.completeExceptionally(new IllegalStateException(id + ": DPS hung up"));
    }
}
