package dev.caravan.emulator.hub;

import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PropertiesTest {

    @Test
    void bagIsReadIntoApplicationAndSystemProperties() {
        var properties = Properties.parse("%24.mid=m-1&%24.odd=x&a=1%202&b=&c&d=x+y");

        assertThat(properties.system().path("messageId").asText()).isEqualTo("m-1");
        assertThat(properties.system().path("odd").asText()).isEqualTo("x");
        assertThat(properties.application().path("a").asText()).isEqualTo("1 2");
        assertThat(properties.application().path("b").asText("none")).isEmpty();
        assertThat(properties.application().path("c").isNull()).isTrue();
        assertThat(properties.application().path("d").asText()).isEqualTo("x+y");
    }

    @Test
    void emptyBagHasNoProperties() {
        assertThat(Properties.parse("").application()).isEmpty();
    }

    @Test
    void brokenEscapeIsKeptAsItCame() {
        assertThat(Properties.parse("a=%zz").application().path("a").asText()).isEqualTo("%zz");
    }

    @Test
    void writtenBagBeginsWithASystemPropertyAndReadsBack() {
        var bag = Properties.bag("m-1", "/devices/d", Map.of("key & more", "a=b c+d"));

        assertThat(bag).startsWith("%24.mid=m-1&%24.to=%2Fdevices%2Fd&");
        assertThat(Properties.parse(bag).application().path("key & more").asText())
                .isEqualTo("a=b c+d");
    }
}
