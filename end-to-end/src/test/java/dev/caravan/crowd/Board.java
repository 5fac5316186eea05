package dev.caravan.crowd;

import java.util.List;
import java.util.Optional;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.caravan.matrix.Enrollments;
import dev.caravan.matrix.Identity;

/**
 * One of the crowd.
 *
 * @param deviceId its name at the hub, which is not always the one it registers under
 * @param hub the only one that its enrollment allows
 * @param identity what it shows
 */
record Board(String id, Fate fate, String deviceId, String hub, Identity identity) {

    private static final int ODD_NAMES = 10;

    /** Every second board goes to the same hub, every tenth has another name there. */
    static Board number(int number, Identity authority, List<String> hubs) {
        var id = "board-%05d".formatted(number);
        return new Board(
                id,
                Fate.of(number),
                number % ODD_NAMES == 0 ? "press-" + number : id,
                hubs.get(number % hubs.size()),
                authority.board(id));
    }

    /** Empty when nobody enrolls it. */
    Optional<ObjectNode> enrollment(Identity authority) {
        if (!fate.isEnrolled()) {
            return Optional.empty();
        }
        var enrolled = fate == Fate.ENROLLED_WITH_ANOTHER_CERTIFICATE ? authority.board(id) : identity;
        return Optional.of(Enrollments.certificate(id, enrolled, hub)
                .put("deviceId", deviceId)
                .put("provisioningStatus", fate == Fate.DISABLED ? "disabled" : "enabled"));
    }

    RegistrationAnswer rightAnswer() {
        return switch (fate) {
            case ENROLLED -> RegistrationAnswer.assigned(hub, deviceId);
            case DISABLED -> RegistrationAnswer.disabled();
            case NEVER_ENROLLED, ENROLLED_WITH_ANOTHER_CERTIFICATE -> RegistrationAnswer.refused();
        };
    }
}
