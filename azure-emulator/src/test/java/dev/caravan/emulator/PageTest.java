package dev.caravan.emulator;

import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The pages on the control port, read as a browser reads them. */
class PageTest {

    private static final String EVIL = "<script>alert('1')</script>\"&amp;";

    @RegisterExtension
    static final RunningEmulator EMULATOR = new RunningEmulator();

    private final AzureHttp azure = AzureHttp.anonymous(EMULATOR);

    private static Document page(String path) {
        var answer = EMULATOR.controlAnswer("GET", path, "");
        assertThat(answer.statusCode()).as(path).isEqualTo(200);
        return Jsoup.parse(answer.body(), EMULATOR.endpoints().control() + path);
    }

    private void put(String path, String id, String value, String attestation) {
        var reply = azure.service(
                "PUT",
                "/" + path + "/" + value + "?" + AzureHttp.VERSION,
                "{\"" + id + "\":\"" + value + "\",\"attestation\":" + attestation
                        + ",\"initialTwin\":{\"tags\":{\"site\":\"" + EVIL.replace("\"", "\\\"") + "\"}}}");
        assertThat(reply.status()).isEqualTo(200);
    }

    private void fill() throws Exception {
        put("enrollmentGroups", "enrollmentGroupId", "line", "{\"type\":\"symmetricKey\"}");
        put("enrollments", "registrationId", "keyed", "{\"type\":\"symmetricKey\"}");
        try (var device = ConnectedDevice.of(EMULATOR, "board-1")) {
            device.send(EVIL);
            device.report("{\"note\":\"" + EVIL.replace("\"", "\\\"") + "\"}");
        }
        EMULATOR.control(
                "POST",
                "/faults",
                "{\"operation\":\"register\",\"idPattern\":\"<script>\",\"action\":{\"type\":\"delay\",\"millis\":1}}");
        EMULATOR.control("PUT", "/quota", "{\"perMinute\":100000}");
        EMULATOR.control("GET", "/wait?on=/state/hubs/plant-a/devices/board-1&at=/connected&equals=false", "");
    }

    /** Everything that can be reached from the first page by its links. */
    private static List<Document> allPages() {
        Deque<String> ahead = new ArrayDeque<>(List.of("/page"));
        Set<String> seen = new HashSet<>(ahead);
        List<Document> pages = new ArrayList<>();
        while (!ahead.isEmpty()) {
            var page = page(ahead.removeFirst());
            pages.add(page);
            for (var link : page.select("a[href]")) {
                var path = link.attr("href");
                assertThat(path).startsWith("/page");
                if (seen.add(path)) {
                    ahead.add(path);
                }
            }
        }
        return pages;
    }

    @Test
    void everyLinkLeadsToAPageAndNothingThatDevicesSayBecomesMarkup() throws Exception {
        fill();

        var pages = allPages();

        assertThat(pages).hasSizeGreaterThan(12);
        for (var page : pages) {
            assertThat(page.select("script")).as(page.location()).hasSize(1);
            assertThat(page.select("script").attr("src")).isEqualTo("/page/live.js");
            assertThat(page.select("[style], [onclick], [onerror], img, iframe"))
                    .isEmpty();
        }
        assertThat(pages.stream().filter(page -> page.select("main").text().contains("alert('1')")))
                .hasSizeGreaterThanOrEqualTo(3);
    }

    @Test
    void pagesHaveHeadingsLabelsAndTableHeaders() throws Exception {
        fill();

        for (var page : allPages()) {
            assertThat(page.select("html").attr("lang")).isEqualTo("en");
            assertThat(page.title()).isNotEmpty();
            assertThat(page.select("h1")).as(page.location()).hasSize(1);
            assertThat(page.select("main, header, nav")).hasSizeGreaterThanOrEqualTo(3);
            for (var table : page.select("table")) {
                assertThat(table.select("caption").text()).isNotEmpty();
                assertThat(table.select("thead th").eachAttr("scope")).containsOnly("col");
                assertThat(table.select("tbody tr > th").eachAttr("scope")).containsOnly("row");
            }
            for (var input : page.select("input")) {
                assertThat(page.select("label[for=" + input.id() + "]")).hasSize(1);
            }
            assertThat(page.select("[id]").eachAttr("id")).doesNotHaveDuplicates();
        }
    }

    @Test
    void noPageShowsAKey() throws Exception {
        fill();
        var keys = EMULATOR.state("/enrollments/keyed").at("/attestation/symmetricKey");
        var groupKeys = EMULATOR.state("/enrollmentGroups/line").at("/attestation/symmetricKey");

        for (var page : allPages()) {
            for (var key : List.of("primaryKey", "secondaryKey")) {
                assertThat(page.text()).doesNotContain(keys.path(key).asText());
                assertThat(page.text()).doesNotContain(groupKeys.path(key).asText());
            }
        }
    }

    @Test
    void browserIsToldToLoadNothingFromElsewhereAndToRunNothingElse() {
        var headers = EMULATOR.controlAnswer("GET", "/page", "").headers();

        assertThat(headers.firstValue("Content-Security-Policy").orElse(""))
                .startsWith("default-src 'none'")
                .contains("script-src 'self'", "frame-ancestors 'none'")
                .doesNotContain("unsafe");
        assertThat(headers.firstValue("X-Content-Type-Options")).contains("nosniff");
    }

    @Test
    void listIsReadPageByPageAndSearchedByPartOfAnId() {
        for (var i = 10; i < 70; i++) {
            put("enrollments", "registrationId", "board-" + i, "{\"type\":\"symmetricKey\"}");
        }

        var first = page("/page/enrollments");
        var next = first.select(".paging a:contains(Next page)");
        var second = page(next.attr("href"));
        var found = page("/page/enrollments?id=ARD-4");

        assertThat(ids(first)).hasSize(50);
        assertThat(ids(second)).hasSize(10).doesNotContainAnyElementsOf(ids(first));
        assertThat(second.select(".paging a:contains(Next page)")).isEmpty();
        assertThat(second.select(".paging a:contains(First page)").attr("href")).isEqualTo("/page/enrollments");
        assertThat(ids(found)).hasSize(10).allMatch(id -> id.startsWith("board-4"));
        assertThat(found.select("input[name=id]").val()).isEqualTo("ARD-4");
        assertThat(page("/page/enrollments?id=zz").select(".nothing").text()).contains("None fits");
    }

    private static List<String> ids(Document page) {
        return page.select("tbody th").eachText();
    }

    @Test
    void liveTelemetryIsThereAtTheNextLook() throws Exception {
        try (var device = ConnectedDevice.of(EMULATOR, "board-1")) {
            device.send("first");
            assertThat(bodies()).containsExactly("first");

            device.send("second");

            assertThat(bodies()).containsExactly("second", "first");
        }
        assertThat(page("/page/telemetry?device=board-2").select("tbody tr")).isEmpty();
    }

    private static List<String> bodies() {
        Element live = page("/page/telemetry").getElementById("telemetry");
        assertThat(live.hasAttr("data-live")).isTrue();
        return live.select("td:nth-child(4)").eachText();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/page/enrollments/%3Cscript%3E",
                "/page/nothing",
                "/page/hubs/plant-z",
                "/page/hubs/plant-a.azure-devices.net/devices/nobody",
                "/page/registrations/nobody"
            })
    void whatIsNotThereIsAPageThatSaysSo(String path) {
        var answer = EMULATOR.controlAnswer("GET", path, "");

        assertThat(answer.statusCode()).isEqualTo(404);
        var page = Jsoup.parse(answer.body());
        assertThat(page.select("h1").text()).isEqualTo("Not found");
        assertThat(page.select("main script")).isEmpty();
    }

    @Test
    void firstAddressLeadsToTheOverviewAndItsFilesAreThere() {
        var start = EMULATOR.controlAnswer("GET", "/", "");

        assertThat(start.statusCode()).isEqualTo(302);
        assertThat(start.headers().firstValue("Location")).contains("/page");
        var overview = page("/page");
        for (var file : overview.select("link[href], script[src]")) {
            var path = URI.create(file.hasAttr("src") ? file.attr("src") : file.attr("href"));
            assertThat(EMULATOR.controlAnswer("GET", path.toString(), "").statusCode())
                    .isEqualTo(200);
        }
        assertThat(overview.select("nav [aria-current=page]").text()).isEqualTo("Overview");
    }
}
