package dev.caravan.device.hub;

import java.util.Map;

import com.microsoft.azure.sdk.iot.device.Message;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class HubMessagesTest {

    @Test
    void jsonMessageCarriesItsTypeEncodingAndProperties() throws Exception {
        Message message = HubMessages.toCloud(Telemetry.json("{\"t\":\"ä\"}", Map.of("line", "7")));

        assertThat(message.getContentType()).isEqualTo("application/json");
        assertThat(message.getContentEncoding()).isEqualTo("utf-8");
        assertThat(message.getProperty("line")).isEqualTo("7");
        assertThat(new String(message.getBytes(), java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo("{\"t\":\"ä\"}");
    }

    @Test
    void messageOfExactlyTheLimitIsTakenAndOneByteMoreIsNot() throws Exception {
        Map<String, String> sixBytes = Map.of("key", "äx");
        int room = Telemetry.MAX_BYTES - 6;

        HubMessages.toCloud(new Telemetry(new byte[room], "a/b", "utf-8", sixBytes));

        assertThatThrownBy(() -> HubMessages.toCloud(new Telemetry(new byte[room + 1], "a/b", "utf-8", sixBytes)))
                .isInstanceOf(HubException.Rejected.class)
                .hasMessage("a message has at most 262144 bytes with its properties, not 262145");
    }

    @Test
    void emptyMessageIsRejectedHere() {
        assertThatThrownBy(() -> HubMessages.toCloud(Telemetry.json("")))
                .isInstanceOf(HubException.Rejected.class)
                .hasMessageContaining("empty");
    }

    @Test
    void reservedPropertyIsRejectedByName() {
        assertThatThrownBy(() -> HubMessages.toCloud(Telemetry.json("1", Map.of("iothub-enqueuedtime", "x"))))
                .isInstanceOf(HubException.Rejected.class)
                .hasMessageContaining("'iothub-enqueuedtime'");
    }

    @Test
    void cloudMessageKeepsBodyAndProperties() {
        Message sent = new Message("on");
        sent.setProperty("command", "lamp");

        CloudMessage received = HubMessages.fromCloud(sent);

        assertThat(received.body()).asString().isEqualTo("on");
        assertThat(received.properties()).containsExactly(Map.entry("command", "lamp"));
    }
}
