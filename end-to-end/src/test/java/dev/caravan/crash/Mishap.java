package dev.caravan.crash;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** Something that happens in a factory, or to a service far away. Afterwards the hub runs and the cable is whole. */
enum Mishap {
    HUB_KILLED {
        @Override
        void happenTo(Works works, RandomGenerator random) {
            works.killHub();
            works.startHub();
        }
    },
    HUB_STOPPED {
        @Override
        void happenTo(Works works, RandomGenerator random) {
            works.stopHub();
            works.startHub();
        }
    },
    QUEUES_LOST {
        @Override
        void happenTo(Works works, RandomGenerator random) {
            works.killHub();
            works.deleteJournal();
            works.startHub();
        }
    },
    AZURE_RESTARTED {
        @Override
        void happenTo(Works works, RandomGenerator random) {
            works.killHub();
            Truth.mustNotHaveMeddled(works);
            works.restartAzure();
            works.startHub();
        }
    },
    CABLE_CUT {
        @Override
        void happenTo(Works works, RandomGenerator random) {
            works.cable().cut();
            Works.pass(Duration.ofMillis(200 + random.nextInt(2_000)));
            works.cable().mend();
        }
    },
    CALLS_THROTTLED {
        @Override
        void happenTo(Works works, RandomGenerator random) {
            fault(works, 1 + random.nextInt(10), "{\"type\": \"status\", \"status\": 429}");
        }
    },
    CALLS_THROTTLED_FOR_A_SECOND {
        @Override
        void happenTo(Works works, RandomGenerator random) {
            fault(works, 1 + random.nextInt(3), "{\"type\": \"status\", \"status\": 429, \"retryAfterSeconds\": 1}");
        }
    },
    SERVICE_IN_TROUBLE {
        @Override
        void happenTo(Works works, RandomGenerator random) {
            fault(works, 1 + random.nextInt(15), "{\"type\": \"alternate\", \"statuses\": [500, 503]}");
        }
    },
    ANSWERS_LOST {
        @Override
        void happenTo(Works works, RandomGenerator random) {
            fault(works, 1 + random.nextInt(4), "{\"type\": \"drop\", \"when\": \"after\"}");
        }
    },
    CALLS_LOST {
        @Override
        void happenTo(Works works, RandomGenerator random) {
            fault(works, 1 + random.nextInt(4), "{\"type\": \"drop\", \"when\": \"before\"}");
        }
    },
    ANSWERS_TORN {
        @Override
        void happenTo(Works works, RandomGenerator random) {
            fault(works, 1 + random.nextInt(3), "{\"type\": \"truncate\", \"keep\": 0.5, \"length\": \"full\"}");
        }
    },
    SERVICE_SLOW {
        @Override
        void happenTo(Works works, RandomGenerator random) {
            fault(works, 20, "{\"type\": \"delay\", \"millis\": 200}");
        }
    },
    BOARDS_REFUSED {
        @Override
        void happenTo(Works works, RandomGenerator random) {
            works.azure().control().addFault("""
                    {"operation": "bulkEnrollments", "times": 2, "action": {"type": "failItems", "positions": [1, 4],
                     "errorCode": 400004, "errorStatus": "locked by chance"}}""");
        }
    },
    BATCHES_RETRIED {
        @Override
        void happenTo(Works works, RandomGenerator random) {
            for (var again = 1 + random.nextInt(20); again > 0; again--) {
                works.newestBatches().forEach(works::retry);
            }
        }
    },
    BOARD_RETRIED {
        @Override
        void happenTo(Works works, RandomGenerator random) {
            Works.pass(Duration.ofMillis(random.nextInt(500)));
            works.retryOneBoard();
        }
    },
    DISK_OF_IDENTITIES_FULL {
        @Override
        void happenTo(Works works, RandomGenerator random) {
            works.identitiesDisk().ifPresent(disk -> {
                disk.fill();
                Works.pass(Duration.ofMillis(200 + random.nextInt(1_000)));
                disk.makeRoom();
            });
        }
    };

    abstract void happenTo(Works works, RandomGenerator random);

    private static void fault(Works works, int times, String action) {
        works.azure().control().addFault("""
                {"operation": ["bulkEnrollments", "getEnrollment"], "times": %d, "action": %s}""".formatted(times, action));
    }
}
