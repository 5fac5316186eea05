package dev.caravan.hub.api;

import java.time.Duration;

import org.apache.camel.builder.RouteBuilder;

import dev.caravan.ledger.ActivationJobs;

/** Gives each job that the ledger says is due its turn, once a second, and forgets jobs that ended thirty days ago. */
public final class BulkJobRoutes extends RouteBuilder {

    /** Takes the id of a job. */
    static final String WORK_JOB = "direct:work-activation-job";

    private static final Duration KEPT = Duration.ofDays(30);

    private final ActivationJobs jobs;
    private final BulkJobs work;
    private final String failurePolicy;

    /** @param failurePolicy name of the route configuration that leaves a failed turn to the next look */
    public BulkJobRoutes(ActivationJobs jobs, BulkJobs work, String failurePolicy) {
        this.jobs = jobs;
        this.work = work;
        this.failurePolicy = failurePolicy;
    }

    @Override
    public void configure() {
        // @formatter:off
        from("{{caravan.endpoint.activation-jobs}}").routeId("find-activation-jobs").routeConfigurationId(failurePolicy)
            .setBody(look -> jobs.due())
            .split(body()).to(WORK_JOB).end();

        from(WORK_JOB).routeId("work-activation-job").routeConfigurationId(failurePolicy)
            .process(turn -> work.work(turn.getMessage().getBody(String.class)));

        from("{{caravan.endpoint.forget-activation-jobs}}").routeId("forget-activation-jobs").routeConfigurationId(failurePolicy)
            .process(look -> jobs.forget(KEPT));
        // @formatter:on
    }
}
