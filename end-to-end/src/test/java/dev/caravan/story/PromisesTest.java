package dev.caravan.story;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.caravan.story.plant.Project;

import static org.assertj.core.api.Assertions.assertThat;

/** The tests that pages of promises name are there. */
class PromisesTest {

    private static final Pattern NAMED = Pattern.compile("`([A-Z]\\w*(?:Test|IT|Contract))(?:\\.(\\w+))?`");

    private final Path root = Project.find().root();

    @ParameterizedTest
    @ValueSource(strings = {"owasp.md", "reliability.md"})
    void everyTestThatThePageNamesIsThere(String page) throws IOException {
        var tests = tests();
        var text = Files.readString(root.resolve("docs").resolve(page));
        var missing = new ArrayList<String>();
        for (var named : NAMED.matcher(text).results().toList()) {
            var method = named.group(2) == null ? "class " + named.group(1) : " " + named.group(2) + "(";
            var there = tests.getOrDefault(named.group(1), List.of()).stream()
                    .anyMatch(test -> test.contains(method)
                            || method.startsWith("class ") && test.contains("interface " + named.group(1)));
            if (!there) {
                missing.add(named.group());
            }
        }
        assertThat(missing)
                .as("tests that docs/%s names and that are not there", page)
                .isEmpty();
    }

    @Test
    void everyItemOfTheTopTenHasARow() throws IOException {
        var text = Files.readString(root.resolve("docs/owasp.md"));
        for (var item = 1; item <= 10; item++) {
            assertThat(text).containsPattern("\\n\\| API" + item + " [^|]+\\|[^|]+\\|[^|]+`\\w+Test");
        }
    }

    /** Sources of all tests, by the name of the class. */
    private Map<String, List<String>> tests() throws IOException {
        Map<String, List<String>> tests = new HashMap<>();
        try (var modules = Files.newDirectoryStream(root, each -> Files.isDirectory(each.resolve("src/test/java")))) {
            for (var module : modules) {
                try (var files = Files.walk(module.resolve("src/test/java"))) {
                    for (var file : files.filter(each -> each.toString().endsWith(".java"))
                            .toList()) {
                        tests.computeIfAbsent(
                                        file.getFileName().toString().replace(".java", ""), name -> new ArrayList<>())
                                .add(Files.readString(file));
                    }
                }
            }
        }
        return tests;
    }
}
