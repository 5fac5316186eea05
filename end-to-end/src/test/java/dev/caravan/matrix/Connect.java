package dev.caravan.matrix;

import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Connect to {@code hub} as {@code id} with what is given, once, without trying again; then close.
 *
 * <p>Seen: outcome, connected or refused; with refused, text.
 */
record Connect(Credential credential, boolean admitted) implements Script {

    private static final List<Integer> ADMITTED = List.of(200);
    private static final List<Integer> REFUSED = List.of(401, 403);

    /** What the board shows. */
    enum Credential {
        CERTIFICATE {
            @Override
            ObjectNode given(Cell cell, Stage stage) {
                return Boards.assigned(cell, stage);
            }
        },
        KEY {
            @Override
            ObjectNode given(Cell cell, Stage stage) {
                var key = stage.dps().enrollByKey(cell.id(), stage.hub());
                stage.dps().register(key, cell.id());
                return stage.given(cell).put("symmetricKey", key);
            }
        },
        WRONG_CERTIFICATE {
            @Override
            ObjectNode given(Cell cell, Stage stage) {
                Boards.assigned(cell, stage);
                return Boards.show(stage.given(cell), Identity.selfSigned(cell.id()));
            }
        },
        CERTIFICATE_OF_A_DISABLED_BOARD {
            @Override
            ObjectNode given(Cell cell, Stage stage) {
                var given = Boards.assigned(cell, stage);
                stage.control().setDeviceStatus(stage.hub(), cell.id(), "disabled");
                return given;
            }
        };

        abstract ObjectNode given(Cell cell, Stage stage);
    }

    static Connect with(Credential credential) {
        return new Connect(credential, true);
    }

    static Connect refused(Credential credential) {
        return new Connect(credential, false);
    }

    @Override
    public ObjectNode given(Cell cell, Stage stage) {
        return credential.given(cell, stage);
    }

    @Override
    public void check(Cell cell, JsonNode given, JsonNode seen, Stage stage) {
        assertThat(seen.path("outcome").asText()).isEqualTo(admitted ? "connected" : "refused");
        assertThat(stage.requests("connect", cell.id())).isNotEmpty().allSatisfy(request -> {
            assertThat(request.path("status").asInt()).isIn(admitted ? ADMITTED : REFUSED);
            assertThat(request.path("transport").asText())
                    .isEqualTo(cell.transport().recorded());
        });
    }
}
