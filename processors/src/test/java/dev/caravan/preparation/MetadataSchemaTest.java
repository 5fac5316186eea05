package dev.caravan.preparation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.caravan.access.Principal;
import dev.caravan.access.Role;
import dev.caravan.activation.Violation;

import static dev.caravan.preparation.Described.SAMPLE;
import static dev.caravan.preparation.Described.column;
import static dev.caravan.preparation.Described.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

class MetadataSchemaTest {

    private static final String GOOD = "{'chassis':'WKR00000000004711','location':{'country':'DE'}}";

    @TempDir
    private Path folder;

    @Test
    void metadataThatFitsTheSampleOfTheConfigurationBreaksNoRule() {
        assertThat(sample().check(json(GOOD))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|/metadata/chassis|required|absent",
                "{'chassis':'short','location':{'country':'DE'}}|/metadata/chassis|pattern|short",
                "{'chassis':7,'location':{'country':'DE'}}|/metadata/chassis|string|7",
                "{'chassis':'WKR00000000004711','location':{}}|/metadata/location/country|required|absent",
                "{'chassis':'WKR00000000004711','location':{'country':'DE'},'colour':'red'}|/metadata/colour|colour|red",
                "{'chassis':'WKR00000000004711','location':{'country':'DE'},'delivered':'soon'}|/metadata/delivered|date|soon"
            })
    void everyRuleThatIsBrokenIsNamedWithPlaceAndValue(String metadata, String field, String words, String value) {
        assertThat(sample().check(json(metadata))).anySatisfy(violation -> {
            assertThat(violation.field()).isEqualTo(field);
            assertThat(violation.rule()).contains(words);
            assertThat(violation.value()).isEqualTo(value);
        });
    }

    @Test
    void metadataThatIsTooLargeOrTooDeepIsNotLookedInto() {
        var large = json("{'chassis':'" + "x".repeat(33_000) + "'}");
        var deep = json("{'a':".repeat(11) + "1" + "}".repeat(11));

        assertThat(sample().check(large))
                .extracting(Violation::rule)
                .containsExactly("must be at most 32768 bytes of JSON");
        assertThat(sample().check(deep))
                .extracting(Violation::rule)
                .containsExactly("objects may be nested at most 10 deep");
    }

    @Test
    void noValueKeepsAPatternBusy() throws IOException {
        var schema = schema("{'type':'object','properties':{'x':{'type':'string','pattern':'^(a+)+$'}}}");

        assertTimeoutPreemptively(
                Duration.ofSeconds(5), () -> assertThat(schema.check(json("{'x':'" + "a".repeat(30_000) + "!'}")))
                        .hasSize(1));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[]|must be a JSON object",
                "{'type':|line 1",
                "{'type':'object','type':'object'}|line 1",
                "{'type':'string'}|at /type: must be \"object\"",
                "{'type':'object','$schema':'http://json-schema.org/draft-07/schema#'}|at /$schema",
                "{'type':'object','$id':'http://x.example'}|at /$id",
                "{'type':'object','properties':{'x':{'$ref':'http://169.254.169.254/'}}}|at /properties/x/$ref",
                "{'type':'object','properties':{'x':{'$ref':'file:///etc/passwd'}}}|at /properties/x/$ref",
                "{'type':'object','properties':{'x':{'$dynamicRef':'other.json#a'}}}|at /properties/x/$dynamicRef",
                "{'type':'object','allOf':[{'$ref':'#/$defs/nowhere'}]}|cannot be used",
                "{'type':'object','allOf':[{'$ref':'#'}]}|cannot be used",
                "{'type':'object','properties':{'x':{'pattern':'('}}}|at /properties/x/pattern",
                "{'type':'object','properties':{'x':{'pattern':'(a)\\\\1'}}}|linear time",
                "{'type':'object','patternProperties':{'(?=a)':{}}}|at /patternProperties",
                "{'type':'object','properties':{'x':{'type':'text'}}}|at /properties/x/type",
                "{'type':'object','required':'x'}|at /required",
                "{'type':'object','properties':{'x':{'x-title':{'Deutsch!':'Ort'}}}}|at /properties/x/x-title/Deutsch!",
                "{'type':'object','x-title':'Ort'}|at /x-title"
            })
    void schemaThatCannotBeUsedStopsTheStartWithFileAndPlace(String text, String words) {
        assertThatThrownBy(() -> schema(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("caravan.metadata.schemas: " + folder.resolve("schema.json"))
                .hasMessageContaining(words);
    }

    @Test
    void fileThatIsNotThereStopsTheStart() {
        assertThatThrownBy(() -> load(folder.resolve("none.json"), List.of()))
                .hasMessageContaining("none.json: the file cannot be read");
    }

    @Test
    void mappingOfAPropertyThatTheSchemaDoesNotHaveStopsTheStart() {
        assertThatThrownBy(() -> load(SAMPLE, List.of(new Mapping("/chasis", "/tags/chassis"))))
                .hasMessageContaining("there is no 'chasis'");
    }

    @Test
    void dataThatLooksLikeAPatternIsData() throws IOException {
        assertThat(schema("{'type':'object','properties':{'pattern':{'enum':['(','$ref']}},'default':{'pattern':'('}}")
                        .check(json("{'pattern':'('}")))
                .isEmpty();
    }

    @Test
    void manufacturerIsShownTheSchemasThatMayFitItsOwnBoardsOnly() {
        var krone = new Principal("krone-erp", Role.MANUFACTURER, Set.of("krone"));
        var schemas = new MetadataSchemas(new MetadataSettings(List.of(
                new SchemaSettings("lemken", SAMPLE, List.of(column("consignee", "lemken")), List.of()),
                new SchemaSettings("krone", SAMPLE, List.of(column("consignee", "krone", "claas")), List.of()),
                new SchemaSettings("all", SAMPLE, List.of(column("product", "X-1")), List.of()))));

        assertThat(schemas.of(krone)).extracting(MetadataSchema::name).containsExactly("krone", "all");
        assertThat(schemas.of(new Principal("op", Role.OPERATOR, Set.of()))).hasSize(3);
        assertThat(schemas.of(Described.board("lemken", "X-1")).orElseThrow().name())
                .isEqualTo("lemken");
        assertThat(schemas.of(Described.board(null, null))).isEmpty();
    }

    private static MetadataSchema sample() {
        return load(SAMPLE, List.of());
    }

    private MetadataSchema schema(String text) throws IOException {
        return load(Files.writeString(folder.resolve("schema.json"), text.replace('\'', '"')), List.of());
    }

    private static MetadataSchema load(Path file, List<Mapping> mapping) {
        return MetadataSchema.load(new SchemaSettings("sample", file, List.of(), mapping));
    }
}
