package dev.caravan.hub;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.caravan.durable.DurableFiles;
import dev.caravan.hsm.KeyName;
import dev.caravan.hsm.Token;
import dev.caravan.hsm.TokenPlace;
import dev.caravan.hsm.TokenWatch;

import static org.assertj.core.api.Assertions.assertThat;

class TokenHealthTest {

    @TempDir
    Path folder;

    @Test
    void tokenThatCannotBeUsedIsDownAndTheReasonIsForEverybodyButNotTheDetails() {
        var pin = folder.resolve("pin");
        DurableFiles.write(pin, "1234".getBytes(StandardCharsets.UTF_8), DurableFiles.OWNER_ONLY);
        var place = new TokenPlace("/no/such/library.so", "factory", pin.toString(), 1, List.of());
        try (var token = new Token(place, Clock.systemUTC())) {
            var health = new TokenHealth(token);
            assertThat(health.health().getStatus().getCode()).isEqualTo("UP");

            new TokenWatch(token, () -> List.of(KeyName.secret("pickup"))).look();

            var status = health.health().getStatus();
            assertThat(status.getCode()).isEqualTo("DOWN");
            assertThat(status.getDescription())
                    .startsWith("the token is away, or does not work; it is tried again every few seconds")
                    .doesNotContain("library")
                    .doesNotContain(pin.toString());
            assertThat(health.health().getDetails().get("words"))
                    .asString()
                    .startsWith("the token 'factory' cannot be used: ")
                    .contains("/no/such/library.so");
        }
    }
}
