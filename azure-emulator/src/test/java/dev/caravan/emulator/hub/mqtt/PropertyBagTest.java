package dev.caravan.emulator.hub.mqtt;

import org.junit.jupiter.api.Test;

import dev.caravan.emulator.fidelity.Evidence;
import dev.caravan.emulator.fidelity.Fidelity;
import dev.caravan.emulator.fidelity.Fidelity.Area;
import dev.caravan.emulator.hub.MessageProperties;

import static org.assertj.core.api.Assertions.assertThat;

class PropertyBagTest {

    @Test
    @Fidelity(
            area = Area.HUB_DEVICE,
            evidence = Evidence.DOCUMENTED,
            behaviour = "In a topic $.mid, $.cid, $.ct and their like are system properties; a name"
                    + " without = is null, with = and nothing empty.",
            source = "Learn: iot-mqtt-connect-to-iot-hub")
    void bagIsReadIntoApplicationAndSystemProperties() {
        var properties = PropertyBag.parse("%24.mid=m-1&%24.odd=x&a=1%202&b=&c&d=x+y");

        assertThat(properties.system().path("messageId").asText()).isEqualTo("m-1");
        assertThat(properties.system().path("odd").asText()).isEqualTo("x");
        assertThat(properties.application().path("a").asText()).isEqualTo("1 2");
        assertThat(properties.application().path("b").asText("none")).isEmpty();
        assertThat(properties.application().path("c").isNull()).isTrue();
        assertThat(properties.application().path("d").asText()).isEqualTo("x+y");
    }

    @Test
    void emptyBagHasNoProperties() {
        assertThat(PropertyBag.parse("").application()).isEmpty();
    }

    @Test
    void brokenEscapeIsKeptAsItCame() {
        assertThat(PropertyBag.parse("a=%zz").application().path("a").asText()).isEqualTo("%zz");
    }

    @Test
    @Fidelity(
            area = Area.HUB_DEVICE,
            evidence = Evidence.DOCUMENTED,
            behaviour = "In the topic of a message to a device system properties stand first.",
            source = "Java SDK: Mqtt, which reads no property before one")
    void writtenBagBeginsWithASystemPropertyAndReadsBack() {
        var properties = MessageProperties.empty();
        properties.application().put("key & more", "a=b c+d").put("empty", "").putNull("nothing");
        properties.system().put("messageId", "m-1").put("to", "/devices/d");

        var bag = PropertyBag.write(properties);

        assertThat(bag).startsWith("%24.mid=m-1&%24.to=%2Fdevices%2Fd&").endsWith("&empty=&nothing");
        assertThat(PropertyBag.parse(bag).application().path("key & more").asText())
                .isEqualTo("a=b c+d");
    }
}
