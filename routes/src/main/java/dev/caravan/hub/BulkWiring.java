package dev.caravan.hub;

import java.time.Duration;
import java.util.UUID;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import dev.caravan.hub.api.ActivationCalls;
import dev.caravan.hub.api.BoardQueries;
import dev.caravan.hub.api.BulkApi;
import dev.caravan.hub.api.BulkCalls;
import dev.caravan.hub.api.BulkJobRoutes;
import dev.caravan.hub.api.BulkJobs;
import dev.caravan.hub.api.BulkRoutes;
import dev.caravan.hub.api.BulkWork;
import dev.caravan.hub.api.ItemCalls;
import dev.caravan.hub.failure.FailurePolicies;
import dev.caravan.hub.home.HubId;
import dev.caravan.ledger.ActivationJobs;
import dev.caravan.ledger.LedgerDatabase;

/** Puts together what activates many boards. */
@Configuration(proxyBeanMethods = false)
class BulkWiring {

    /** Together a minute: for longer nobody waits for an answer. */
    private static final Duration TIME = Duration.ofSeconds(45);

    private static final Duration GRACE = Duration.ofSeconds(15);
    private static final Duration TURN = Duration.ofSeconds(5);

    @Bean
    ActivationJobs activationJobs(LedgerDatabase database, HubSettings settings) {
        var hub = HubId.readOrMake(settings.folders().data().resolve("hub-id"));
        var jobs = new ActivationJobs(database, hub, UUID.randomUUID().toString(), settings.lease());
        jobs.releaseEarlier();
        return jobs;
    }

    @Bean
    ItemCalls itemCalls(BoardQueries boards, ActivationCalls calls) {
        return new ItemCalls(boards, calls);
    }

    @Bean
    BulkWork bulkWork() {
        return new BulkWork(TIME, GRACE);
    }

    /** Of its own: no request keeps a job waiting, and no job a request. */
    @Bean
    BulkWork jobWork() {
        return new BulkWork(TIME, GRACE);
    }

    @Bean
    BulkApi bulkApi() {
        return new BulkApi();
    }

    @Bean
    BulkRoutes bulkRoutes(ItemCalls calls, BulkWork bulkWork, ActivationJobs jobs) {
        return new BulkRoutes(new BulkCalls(calls, bulkWork, jobs));
    }

    @Bean
    BulkJobRoutes bulkJobRoutes(ActivationJobs jobs, ItemCalls calls, BulkWork jobWork) {
        return new BulkJobRoutes(
                jobs, new BulkJobs(jobs, calls, jobWork, TURN, System::nanoTime), FailurePolicies.LEAVE_TO_SWEEPER);
    }
}
