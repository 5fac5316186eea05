package dev.caravan.emulator;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import dev.caravan.emulator.fidelity.Evidence;
import dev.caravan.emulator.fidelity.Fidelity;
import dev.caravan.emulator.fidelity.Fidelity.Area;

import static org.assertj.core.api.Assertions.assertThat;

/** Queries page by page. */
class QueryTest {

    private static final String PATH = "/enrollments/board-1?" + AzureHttp.VERSION;
    private static final TestIdentity IDENTITY = TestIdentity.of("board-1");
    private static final String BULK = "/enrollments?" + AzureHttp.VERSION;
    private static final String QUERY = "/enrollments/query?" + AzureHttp.VERSION;

    @RegisterExtension
    static final RunningEmulator EMULATOR = new RunningEmulator();

    private final AzureHttp azure = AzureHttp.anonymous(EMULATOR);

    private String create() {
        return azure.service("PUT", PATH, EnrollmentJson.of(IDENTITY, ""))
                .body()
                .path("etag")
                .asText();
    }

    private List<String> page(String continuation, List<String> ids, String... headers) {
        var all = new ArrayList<>(List.of(headers));
        if (!continuation.isEmpty()) {
            all.addAll(List.of("x-ms-continuation", continuation));
        }
        var reply =
                azure.service("POST", QUERY, "{\"query\":\"SELECT * FROM enrollments\"}", all.toArray(String[]::new));
        assertThat(reply.header("x-ms-item-type")).isEqualTo("Enrollment");
        reply.body().forEach(item -> ids.add(item.path("registrationId").asText()));
        return List.of(String.valueOf(reply.body().size()), reply.header("x-ms-continuation"));
    }

    @Test
    @Fidelity(
            area = Area.DPS_SERVICE,
            evidence = Evidence.SEEN,
            behaviour = "A query pages by 100 unless x-ms-max-item-count says otherwise; every page names"
                    + " x-ms-item-type.",
            source = "recorded traffic 2023-05")
    void queryPagesOfAHundredUnlessAskedOtherwise() {
        for (var i = 0; i < 105; i += 5) {
            var from = i;
            var items = IntStream.range(from, from + 5)
                    .mapToObj(n -> EnrollmentJson.of("board-" + n))
                    .toArray(String[]::new);
            azure.service("POST", BULK, EnrollmentJson.bulk("create", items));
        }
        List<String> ids = new ArrayList<>();

        var first = page("", ids);
        var second = page(first.get(1), ids);

        assertThat(first.get(0)).isEqualTo("100");
        assertThat(second).containsExactly("5", "");
        assertThat(ids).doesNotHaveDuplicates().hasSize(105);
    }

    @Test
    @Fidelity(
            area = Area.DPS_SERVICE,
            evidence = Evidence.SEEN,
            behaviour = "The last page, and the answer to a query that finds nothing, has no" + " x-ms-continuation.",
            source = "recorded traffic 2023-05")
    void emptyQueryAndFullLastPageHaveNoContinuation() {
        List<String> ids = new ArrayList<>();
        assertThat(page("", ids)).containsExactly("0", "");
        create();

        assertThat(page("", ids, "x-ms-max-item-count", "1")).containsExactly("1", "");
    }

    @Test
    @Fidelity(
            area = Area.DPS_SERVICE,
            evidence = Evidence.DOCUMENTED,
            behaviour = "A query with a condition is refused: DPS knows no WHERE.",
            source = "Learn: iot-dps FAQ")
    void queryWithConditionWrongPageSizeOrBrokenContinuationIsRefused() {
        var select = "{\"query\":\"SELECT *\"}";
        assertThat(azure.service("POST", QUERY, "{\"query\":\"SELECT * FROM enrollments WHERE a=1\"}")
                        .status())
                .isEqualTo(400);
        assertThat(azure.service("POST", QUERY, select, "x-ms-max-item-count", "0")
                        .status())
                .isEqualTo(400);
        assertThat(azure.service("POST", QUERY, select, "x-ms-continuation", "xx")
                        .status())
                .isEqualTo(400);
        assertThat(azure.service("POST", QUERY, select).status()).isEqualTo(200);
    }
}
