package dev.caravan.matrix;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The Node SDKs are pinned to the byte, and by nothing that belongs to one registry. */
class NodeLockTest {

    private static final Path FOLDER = Path.of("src/judges/node");

    private static JsonNode json(String file) throws IOException {
        return AzureRest.JSON.readTree(FOLDER.resolve(file).toFile());
    }

    @Test
    void everyDependencyIsOneVersion() throws Exception {
        assertThat(json("package.json").path("dependencies"))
                .isNotEmpty()
                .allSatisfy(version -> assertThat(version.asText()).matches("\\d+\\.\\d+\\.\\d+"));
    }

    @Test
    void everyPackageIsLockedByItsContent() throws Exception {
        json("package-lock.json").path("packages").properties().stream()
                .filter(locked -> !locked.getKey().isEmpty())
                .forEach(
                        locked -> assertThat(locked.getValue().path("integrity").asText())
                                .as(locked.getKey())
                                .startsWith("sha512-"));
    }

    /** Whom to thank with money has an address; where a package came from has none. */
    @Test
    void lockNamesNoRegistry() throws Exception {
        List<String> addresses = new ArrayList<>();
        collect("", json("package-lock.json"), addresses);

        assertThat(addresses).isEmpty();
        assertThat(json("package-lock.json").findValues("resolved")).isEmpty();
        assertThat(FOLDER.resolve(".npmrc")).hasContent("omit-lockfile-registry-resolved=true");
        assertThat(Files.readString(FOLDER.resolve("package.json"))).doesNotContain("://");
    }

    private static void collect(String name, JsonNode node, List<String> addresses) {
        if (name.equals("funding")) {
            return;
        }
        if (node.asText().contains("://")) {
            addresses.add(name + ": " + node.asText());
        }
        node.properties().forEach(each -> collect(each.getKey(), each.getValue(), addresses));
        if (node.isArray()) {
            node.forEach(each -> collect(name, each, addresses));
        }
    }
}
