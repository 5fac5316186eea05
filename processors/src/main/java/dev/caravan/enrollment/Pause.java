package dev.caravan.enrollment;

import java.time.Duration;

/** How a worker thread waits; {@link Waiting#during} outside of tests. */
interface Pause {

    void during(Duration duration);
}
