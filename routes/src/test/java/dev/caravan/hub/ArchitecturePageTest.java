package dev.caravan.hub;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** docs/architecture.md names what there is. */
class ArchitecturePageTest {

    private static final Path ROOT = Path.of("..");

    @ParameterizedTest
    @ValueSource(strings = {"processors/src/main/java/dev/caravan", "routes/src/main/java/dev/caravan/hub"})
    void everyPackageOfTheHubIsNamed(String folder) throws IOException {
        assertThat(folders(ROOT.resolve(folder)))
                .allSatisfy(name -> assertThat(page()).contains("`" + name + "`"));
    }

    @Test
    void everyModuleIsNamed() throws IOException {
        assertThat(folders(ROOT).stream().filter(name -> Files.exists(ROOT.resolve(name + "/pom.xml"))))
                .isNotEmpty()
                .allSatisfy(name -> assertThat(page()).contains("**`" + name + "/`**"));
    }

    private static String page() throws IOException {
        return Files.readString(ROOT.resolve("docs/architecture.md"));
    }

    private static List<String> folders(Path in) throws IOException {
        try (Stream<Path> all = Files.list(in)) {
            return all.filter(Files::isDirectory)
                    .map(folder -> folder.getFileName().toString())
                    .toList();
        }
    }
}
