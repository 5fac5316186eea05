'use strict';
// DPS, service API: azure-iot-provisioning-service.

const { ProvisioningServiceClient } = require('azure-iot-provisioning-service');

const OUTCOMES = { 401: 'unauthorized', 404: 'not-found', 409: 'conflict', 412: 'precondition-failed' };

function service(given) {
  return ProvisioningServiceClient.fromConnectionString(given.dpsConnectionString);
}

// The outcome of a call that the service may refuse.
async function outcome(call, success) {
  try {
    await call();
    return { outcome: success };
  } catch (error) {
    const refusal = OUTCOMES[error.response?.statusCode];
    if (!refusal) {
      throw error;
    }
    return { outcome: refusal };
  }
}

function disabledBoard(id, certificate) {
  return {
    registrationId: id,
    provisioningStatus: 'disabled',
    attestation: { type: 'x509', x509: { clientCertificates: { primary: { certificate } } } },
  };
}

async function read(client, id) {
  return (await client.getIndividualEnrollment(id)).responseBody;
}

async function enrollIndividual(given) {
  const client = service(given);
  await client.createOrUpdateIndividualEnrollment({
    ...disabledBoard(given.id, given.certificate),
    allocationPolicy: 'static',
    iotHubs: [given.hub],
    initialTwin: { tags: { site: 'A' }, properties: { desired: { interval: 30 } } },
  });
  const stored = await read(client, given.id);
  return {
    registrationId: stored.registrationId,
    provisioningStatus: stored.provisioningStatus,
    thumbprint: stored.attestation.x509.clientCertificates.primary.info.sha256Thumbprint,
    hub: stored.iotHubs[0],
    site: stored.initialTwin.tags.site,
    interval: stored.initialTwin.properties.desired.interval,
  };
}

async function enrollSymmetricKey(given) {
  const client = service(given);
  await client.createOrUpdateIndividualEnrollment({
    registrationId: given.id,
    attestation: { type: 'symmetricKey', symmetricKey: {} },
  });
  const { responseBody } = await client.getIndividualEnrollmentAttestationMechanism(given.id);
  return responseBody.symmetricKey;
}

async function bulkOfTen(given) {
  const client = service(given);
  const enrollments = given.boards.map(({ id, certificate }) => disabledBoard(id, certificate));
  // With a promise instead of a callback this method of the SDK never settles.
  const result = await new Promise((resolve, reject) => {
    client.runBulkEnrollmentOperation({ enrollments, mode: 'create' }, (error, answer) =>
      error ? reject(error) : resolve(answer),
    );
  });
  return { successful: result.isSuccessful, errors: result.errors.map((error) => ({ id: error.registrationId })) };
}

async function queryInPages(given) {
  const query = service(given).createIndividualEnrollmentQuery({ query: 'SELECT *' }, given.pageSize);
  const pages = [];
  while (query.hasMoreResults) {
    // Without a callback this method begins anew unless it is told where it was.
    const { responseBody } = await query.next(query.continuationToken);
    pages.push(responseBody.map((enrollment) => enrollment.registrationId));
  }
  const own = pages.flat().filter((id) => id.startsWith(given.id));
  return {
    own: new Set(own).size,
    repeated: own.length - new Set(own).size,
    pages: pages.length,
    largest: Math.max(...pages.map((page) => page.length)),
  };
}

async function updateWithRightEtag(given) {
  const client = service(given);
  const enrollment = await read(client, given.id);
  enrollment.provisioningStatus = 'disabled';
  return outcome(() => client.createOrUpdateIndividualEnrollment(enrollment), 'updated');
}

async function updateWithStaleEtag(given) {
  const client = service(given);
  const first = await read(client, given.id);
  const second = await read(client, given.id);
  await client.createOrUpdateIndividualEnrollment(first);
  second.provisioningStatus = 'disabled';
  return outcome(() => client.createOrUpdateIndividualEnrollment(second), 'updated');
}

function updateWithoutEtag(given) {
  const enrollment = disabledBoard(given.id, given.certificate);
  return outcome(() => service(given).createOrUpdateIndividualEnrollment(enrollment), 'updated');
}

async function deleteIndividual(given) {
  const client = service(given);
  await client.deleteIndividualEnrollment(given.id);
  return outcome(() => read(client, given.id), 'found');
}

async function enrollGroup(given) {
  const client = service(given);
  await client.createOrUpdateEnrollmentGroup({
    enrollmentGroupId: given.id,
    provisioningStatus: 'enabled',
    attestation: {
      type: 'x509',
      x509: { signingCertificates: { primary: { certificate: given.certificate } } },
    },
    allocationPolicy: 'static',
    iotHubs: [given.hub],
  });
  const { responseBody: stored } = await client.getEnrollmentGroup(given.id);
  return {
    enrollmentGroupId: stored.enrollmentGroupId,
    provisioningStatus: stored.provisioningStatus,
    thumbprint: stored.attestation.x509.signingCertificates.primary.info.sha256Thumbprint,
    hub: stored.iotHubs[0],
  };
}

async function enrollKeyGroup(given) {
  const client = service(given);
  await client.createOrUpdateEnrollmentGroup({
    enrollmentGroupId: given.id,
    attestation: { type: 'symmetricKey', symmetricKey: {} },
  });
  const { responseBody } = await client.getEnrollmentGroupAttestationMechanism(given.id);
  return responseBody.symmetricKey;
}

async function registrationRecord(given) {
  const client = service(given);
  const { responseBody: record } = await client.getDeviceRegistrationState(given.id);
  await client.deleteDeviceRegistrationState(given.id);
  const again = await outcome(() => client.getDeviceRegistrationState(given.id), 'found');
  return { status: record.status, hub: record.assignedHub, deviceId: record.deviceId, ...again };
}

async function groupRecords(given) {
  const query = service(given).createEnrollmentGroupDeviceRegistrationStateQuery({ query: 'SELECT *' }, given.id);
  const ids = [];
  while (query.hasMoreResults) {
    const { responseBody } = await query.next(query.continuationToken);
    ids.push(...responseBody.map((record) => record.registrationId));
  }
  return { ids };
}

function wrongPolicyKey(given) {
  return outcome(() => service(given).deleteIndividualEnrollment(given.id), 'deleted');
}

module.exports = {
  'enroll-individual': enrollIndividual,
  'enroll-symmetric-key': enrollSymmetricKey,
  'bulk-of-ten': bulkOfTen,
  'query-250': queryInPages,
  'update-right-etag': updateWithRightEtag,
  'update-stale-etag': updateWithStaleEtag,
  'update-no-etag': updateWithoutEtag,
  'delete-individual': deleteIndividual,
  'enroll-group': enrollGroup,
  'enroll-key-group': enrollKeyGroup,
  'registration-record': registrationRecord,
  'group-records': groupRecords,
  'wrong-policy-key': wrongPolicyKey,
};
