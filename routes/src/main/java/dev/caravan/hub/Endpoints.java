package dev.caravan.hub;

/**
 * The far ends of the hub's routes ({@code caravan.endpoint}), as Camel endpoint URIs: for tests, and for another broker.
 * The routes themselves name them as placeholders.
 *
 * @param inbox where batch files come from
 * @param strays what starts a look for inbox entries that are no files
 * @param sftp what starts a look whether it is time to look at the SFTP server
 * @param read ids of batches whose rows are to be read
 * @param certify chunks that want identities
 * @param enroll chunks that want enrollments
 * @param deliver chunks whose identities may leave
 * @param settled ids of batches that may be at their end
 * @param sweep what starts a sweep
 * @param nightly what starts a look whether the nightly reconciliation is due
 * @param firstBoots what starts a look for boards that have registered
 * @param progress what starts a look at how far the batches are
 * @param checkpoint what starts an audit checkpoint
 * @param callback what starts a look which subscriptions want events
 * @param forget what starts a look which deliveries may be forgotten
 * @param forgetRequests what starts a look which requests may be forgotten
 * @param lifecycle what starts a look which boards are half out of service
 * @param rolls what starts a look which boards' certificates are being rolled
 * @param revocationList what starts a look which lists of revoked certificates are due
 * @param activationJobs what starts a look which jobs of activations are due
 * @param forgetActivationJobs what starts a look which of them may be forgotten
 * @param est what starts a look which boards have got their certificate over EST
 * @param certificate what starts a look whether the server's certificate has changed
 * @param token what starts a look whether the token is there
 */
public record Endpoints(
        String inbox,
        String strays,
        String sftp,
        String read,
        String certify,
        String enroll,
        String deliver,
        String settled,
        String sweep,
        String nightly,
        String firstBoots,
        String progress,
        String checkpoint,
        String callback,
        String forget,
        String forgetRequests,
        String lifecycle,
        String rolls,
        String revocationList,
        String activationJobs,
        String forgetActivationJobs,
        String est,
        String certificate,
        String token) {}
