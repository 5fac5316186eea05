package dev.caravan.emulator.junit5;

import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ReadmeTest {

    @Test
    void exampleInTheReadmeIsTheTestThatRunsHere() throws Exception {
        var example = Files.readString(Path.of("src/test/java/com/example/FirstBootTest.java"));

        assertThat(Files.readString(Path.of("README.md")))
                .as("paste src/test/java/com/example/FirstBootTest.java into README.md")
                .contains("```java\n" + example + "```\n");
    }
}
