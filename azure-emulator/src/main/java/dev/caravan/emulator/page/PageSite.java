package dev.caravan.emulator.page;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;

import io.netty.util.concurrent.DefaultThreadFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.caravan.emulator.dps.enrollment.Kind;
import dev.caravan.emulator.wire.http.Answer;
import dev.caravan.emulator.wire.http.Call;
import dev.caravan.emulator.wire.http.Exchange;
import dev.caravan.emulator.wire.http.HttpSite;
import dev.caravan.emulator.wire.http.Routes;

/** The pages, before the control API that shares their port. A page that is not there is one that says so. */
public final class PageSite implements HttpSite {

    private static final Logger LOG = LoggerFactory.getLogger(PageSite.class);

    private final Routes<BiFunction<Call, List<String>, Answer>> routes = new Routes<>();
    private final HttpSite others;
    private final Frame frame;
    // A search through a million enrollments must not hold the thread of a connection.
    private final Executor worker = new ThreadPoolExecutor(
            0, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), new DefaultThreadFactory("pages", true));

    /** Everything that is no page goes to the others. */
    public PageSite(State state, HttpSite others) {
        this.others = others;
        this.frame = new Frame(state.dps().host());
        var individuals = new EnrollmentPages(state, Kind.INDIVIDUAL, frame);
        var groups = new EnrollmentPages(state, Kind.GROUP, frame);
        var registrations = new RegistrationPages(state, frame);
        var hubs = new HubPages(state, frame);
        var overview = new OverviewPage(state, frame);
        var telemetry = new TelemetryPage(state, frame);
        var requests = new RequestPage(state, frame);
        var faults = new FaultPage(state, frame);
        routes.add("GET", Paths.OVERVIEW, (call, ids) -> overview.show())
                .add("GET", EnrollmentPages.path(Kind.INDIVIDUAL), (call, ids) -> individuals.list(call))
                .add("GET", EnrollmentPages.path(Kind.INDIVIDUAL) + "/{id}", (call, ids) -> individuals.one(ids.get(0)))
                .add("GET", EnrollmentPages.path(Kind.GROUP), (call, ids) -> groups.list(call))
                .add("GET", EnrollmentPages.path(Kind.GROUP) + "/{id}", (call, ids) -> groups.one(ids.get(0)))
                .add("GET", Paths.REGISTRATIONS, (call, ids) -> registrations.list(call))
                .add("GET", Paths.REGISTRATIONS + "/{id}", (call, ids) -> registrations.one(ids.get(0)))
                .add("GET", Paths.HUBS, (call, ids) -> hubs.list())
                .add("GET", Paths.HUBS + "/{hub}", (call, ids) -> hubs.devices(ids.get(0), call))
                .add("GET", Paths.HUBS + "/{hub}/devices/{id}", (call, ids) -> hubs.device(ids.get(0), ids.get(1)))
                .add("GET", Paths.TELEMETRY, (call, ids) -> telemetry.show(call))
                .add("GET", Paths.REQUESTS, (call, ids) -> requests.show(call))
                .add("GET", Paths.FAULTS, (call, ids) -> faults.show());
    }

    @Override
    public void serve(Call call, Exchange exchange) {
        var segments = call.segments();
        if (segments.isEmpty() && call.method().equals("GET")) {
            exchange.answer(new Answer(302, Map.of("Location", Paths.OVERVIEW), new byte[0]));
        } else if (segments.isEmpty() || !segments.get(0).equals(Paths.FIRST)) {
            others.serve(call, exchange);
        } else {
            worker.execute(() -> exchange.answer(answer(call)));
        }
    }

    private Answer answer(Call call) {
        try {
            var match = routes.match(call.method(), call.segments());
            if (match instanceof Routes.Found<BiFunction<Call, List<String>, Answer>> found) {
                return found.target().apply(call, found.values());
            }
            return Assets.find(call.target()).orElseGet(() -> frame.missing("this page"));
        } catch (RuntimeException defect) {
            LOG.atError().setCause(defect).addKeyValue("page", call.target()).log("a page failed");
            return frame.page(500, "The page failed", Html.of("p", String.valueOf(defect)));
        }
    }
}
