package dev.caravan.story;

import java.util.List;

import dev.caravan.story.plant.Plant;

/** What to try while the programs are up. */
final class Invitation {

    private Invitation() {}

    static List<String> to(Plant plant) {
        var hub = plant.hub().folder();
        var url = plant.hub().api().base();
        return """

                Everything stays up until Ctrl-C.

                  hub       %1$s/swagger-ui/    API key: %2$s/api-key
                  gateway   %3$s/v1/boards    tokens: %4$s
                  Azure     %5$s/state    (the emulator's control port: state, request history, faults)
                  folders   %6$s (inbox, outbox, archive, quarantine)
                  logs      %7$s

                Drop a batch of your own:
                  cp my-boards.csv %6$s/inbox/my-boards.csv.part && mv %6$s/inbox/my-boards.csv.part %6$s/inbox/my-boards.csv
                Ask for the boards that wait for their activation:
                  curl -s --cacert %10$s -H "X-API-Key: $(cat %2$s/api-key)" '%1$s/api/v1/boards?state=ENROLLED'
                Activate one of them:
                  curl -s --cacert %10$s -X PUT -H "X-API-Key: $(cat %2$s/api-key)" -H 'Content-Type: application/json' \\
                    -d '{"iotHub": "%8$s", "tags": {"site": "here"}}' %1$s/api/v1/boards/GUID/activation
                Switch its machine on, and see where it belongs:
                  cp %6$s/outbox/sample/GUID.pem %9$s/
                  curl -s -X POST -H "Authorization: Bearer $(cat %4$s/GUID.token)" %3$s/v1/boards/GUID/first-boot
                """.formatted(
                url,
                hub.data(),
                plant.gateway().url(),
                plant.gateway().folder().data().resolve("tokens"),
                plant.azure().control().base(),
                hub.root(),
                plant.root().resolve("logs"),
                plant.azure().firstHub(),
                plant.gateway().folder().identities(),
                hub.authority()).lines().toList();
    }
}
