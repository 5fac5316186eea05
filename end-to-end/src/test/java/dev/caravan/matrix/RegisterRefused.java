package dev.caravan.matrix;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Register as {@code id} with {@code certificate} and {@code key}, which are not what is enrolled.
 *
 * <p>Seen: outcome, which must be refused, and text, all that the SDK tells its user.
 */
record RegisterRefused(boolean enrolled) implements Script {

    static RegisterRefused unknown() {
        return new RegisterRefused(false);
    }

    static RegisterRefused wrongCertificate() {
        return new RegisterRefused(true);
    }

    @Override
    public ObjectNode given(Cell cell, Stage stage) {
        if (enrolled) {
            stage.dps().enroll(Enrollments.certificate(cell.id(), Identity.selfSigned(cell.id()), stage.hub()));
        }
        return Boards.show(stage.given(cell), Identity.selfSigned(cell.id()));
    }

    @Override
    public void check(Cell cell, JsonNode given, JsonNode seen, Stage stage) {
        Boards.mustBeRefused(cell, seen, stage);
    }
}
