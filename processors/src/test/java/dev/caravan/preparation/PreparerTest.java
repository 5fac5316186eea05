package dev.caravan.preparation;

import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;

import dev.caravan.access.Role;
import dev.caravan.activation.Violation;
import dev.caravan.board.Activation;

import static dev.caravan.preparation.Described.A;
import static dev.caravan.preparation.Described.B;
import static dev.caravan.preparation.Described.SAMPLE;
import static dev.caravan.preparation.Described.board;
import static dev.caravan.preparation.Described.column;
import static dev.caravan.preparation.Described.json;
import static dev.caravan.preparation.Described.metadata;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

class PreparerTest {

    private static final String METADATA =
            "{'chassis':'WKR00000000004711','model':'BiG X 1180','location':{'country':'DE','site':'Augsburg'}}";

    private final Preparer preparer = new Preparer(
            new MetadataSchemas(new MetadataSettings(List.of(new SchemaSettings(
                    "harvester",
                    SAMPLE,
                    List.of(column("consignee", "krone")),
                    List.of(
                            new Mapping("/location/country", "/tags/country"),
                            new Mapping("/model", "/desired/machine/model")))))),
            new HubChooser(
                    new HubChoiceSettings(
                            List.of(new HubRule("dach", List.of(metadata("/location/country", "DE")), List.of(A), 0)),
                            Set.of(Role.OPERATOR)),
                    Map::of));

    @Test
    void metadataGoesWhereTheMappingSaysAndTheRestIntoTheTags() {
        assertThat(prepare("krone", null, METADATA, "{}", "{}"))
                .isEqualTo(new Prepared.Ready(
                        new Activation(
                                A,
                                json("{'country':'DE','chassis':'WKR00000000004711','location':{'site':'Augsburg'}}"),
                                json("{'machine':{'model':'BiG X 1180'}}")),
                        "dach"));
    }

    @Test
    void tagsAndDesiredPropertiesOfTheRequestStandBesideTheMetadata() {
        var ready = (Prepared.Ready)
                prepare("krone", null, METADATA, "{'location':{'hall':7}}", "{'machine':{'speed':1},'report':30}");

        assertThat(ready.activation().tags().path("location")).isEqualTo(json("{'hall':7,'site':'Augsburg'}"));
        assertThat(ready.activation().desired())
                .isEqualTo(json("{'machine':{'speed':1,'model':'BiG X 1180'},'report':30}"));
    }

    @Test
    void valueThatIsSentAtThePlaceOfMetadataIsRefused() {
        assertThat(refused(prepare("krone", null, METADATA, "{'country':'FR'}", "{'machine':'none'}")))
                .extracting(Violation::field, Violation::value)
                .containsExactlyInAnyOrder(
                        tuple("/tags/country", "\"FR\""), tuple("/desired/machine/model", "\"none\""));
    }

    @Test
    void boardWithASchemaIsNotActivatedWithoutItsMetadata() {
        assertThat(refused(prepare("krone", A, null, "{'chassis':'WKR00000000004711'}", "{}")))
                .extracting(Violation::field)
                .containsExactlyInAnyOrder("/metadata/chassis", "/metadata/location");
    }

    @Test
    void boardWithoutASchemaIsActivatedAsBefore() {
        assertThat(prepare("lemken", B, null, "{'site':'Ulm'}", "{'n':1}"))
                .isEqualTo(new Prepared.Ready(new Activation(B, json("{'site':'Ulm'}"), json("{'n':1}")), null));
    }

    @Test
    void metadataThatNobodyChecksIsRefused() {
        assertThat(refused(prepare("lemken", B, "{'chassis':1}", "{}", "{}")))
                .extracting(Violation::field)
                .containsExactly("/metadata");
    }

    @Test
    void mappingsThatLieInsideEachOtherStopTheStart() {
        assertThatThrownBy(() -> new SchemaSettings(
                        "s",
                        SAMPLE,
                        List.of(),
                        List.of(new Mapping("/location", "/tags/a"), new Mapping("/model", "/tags/a/b"))))
                .hasMessageContaining("inside");
        assertThatThrownBy(() -> new Mapping("/location", "/reported/a")).hasMessageContaining("/reported/a");
        assertThatThrownBy(() -> new Mapping("location", "/tags/a")).hasMessageContaining("'from'");
    }

    private Prepared prepare(String consignee, String hub, String metadata, String tags, String desired) {
        return preparer.prepare(
                Role.MANUFACTURER,
                board(consignee, null),
                new Wish(hub, metadata == null ? null : json(metadata), json(tags), json(desired)));
    }

    private static List<Violation> refused(Prepared prepared) {
        return ((Prepared.Refused) prepared).violations();
    }
}
