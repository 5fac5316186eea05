'use strict';
// IoT Hub, service side: azure-iothub.

const { Amqp, AmqpWs, Client, Registry } = require('azure-iothub');
const { Message } = require('azure-iot-common');
const { connected } = require('./board.cjs');

const OUTCOMES = { 401: 'unauthorized', 404: 'not-found', 412: 'precondition-failed' };

function registry(given) {
  return Registry.fromConnectionString(given.hubConnectionString);
}

// The outcome of a call that the hub may refuse, and what its user reads.
async function outcome(call, success) {
  try {
    await call();
    return { outcome: success };
  } catch (error) {
    const refusal = OUTCOMES[error.response?.statusCode];
    if (!refusal) {
      throw error;
    }
    return { outcome: refusal, text: `${error.message} ${error.responseBody}` };
  }
}

async function read(given) {
  return (await registry(given).get(given.id)).responseBody;
}

async function identity(given) {
  await registry(given).create({ deviceId: given.id });
  const created = await read(given);
  await registry(given).update({ ...created, status: 'disabled' });
  const { status } = await read(given);
  return { primaryKey: created.authentication.symmetricKey.primaryKey, status };
}

async function x509Identity(given) {
  const x509Thumbprint = { primaryThumbprint: given.thumbprint, secondaryThumbprint: given.thumbprint };
  await registry(given).create({ deviceId: given.id, authentication: { type: 'selfSigned', x509Thumbprint } });
  return { thumbprint: (await read(given)).authentication.x509Thumbprint.primaryThumbprint };
}

async function deleteIdentity(given) {
  await registry(given).delete(given.id);
  return outcome(() => read(given), 'found');
}

async function readTwin(given) {
  const { responseBody: twin } = await registry(given).getTwin(given.id);
  return { etag: twin.etag, site: twin.tags.site, interval: twin.properties.desired.interval };
}

function changeTwin(given, etag, site) {
  const patch = { tags: { site }, properties: { desired: { interval: 60 } } };
  return outcome(() => registry(given).updateTwin(given.id, patch, etag), 'updated');
}

async function changeWithRightEtag(given) {
  const { etag, ...seen } = await readTwin(given);
  return { ...seen, ...(await changeTwin(given, etag, 'B')) };
}

async function changeWithStaleEtag(given) {
  const { etag, ...seen } = await readTwin(given);
  await changeTwin(given, etag, 'B');
  return { ...seen, ...(await changeTwin(given, etag, 'C')) };
}

async function queryTwins(given) {
  const query = registry(given).createQuery(given.query, given.pageSize);
  const ids = [];
  while (query.hasMoreResults) {
    const { result } = await query.nextAsTwin();
    ids.push(...result.map((twin) => twin.deviceId));
  }
  return { ids };
}

function reboot(given) {
  const call = { methodName: 'reboot', payload: { delay: 5 }, responseTimeoutInSeconds: 30 };
  return Client.fromConnectionString(given.hubConnectionString).invokeDeviceMethod(given.id, call);
}

// Both sides: the board over MQTT, and the back end that calls it when the hub has acknowledged that it listens.
function method(given) {
  let listening;
  const ready = new Promise((resolve) => {
    listening = resolve;
  });
  return connected(given, { transport: 'MQTT', ready: listening }, async (client) => {
    let payload;
    client.onDeviceMethod('reboot', (request, response) => {
      payload = request.payload;
      response.send(200, { accepted: true });
    });
    await ready;
    const { result } = await reboot(given);
    return { payload, status: result.status, answer: result.payload };
  });
}

function methodAbsent(given) {
  return outcome(() => reboot(given), 'answered');
}

async function sendMessage(given, { transport }) {
  const client = Client.fromConnectionString(given.hubConnectionString, transport === 'AMQPS_WS' ? AmqpWs : Amqp);
  await client.open();
  try {
    const message = new Message('hello');
    message.properties.add('kind', 'greeting');
    await client.send(given.id, message);
    return { outcome: 'sent' };
  } finally {
    await client.close();
  }
}

module.exports = {
  'hub-identity': identity,
  'hub-x509-identity': x509Identity,
  'hub-delete': deleteIdentity,
  'hub-twin': changeWithRightEtag,
  'hub-twin-stale-etag': changeWithStaleEtag,
  'hub-query': queryTwins,
  'hub-method': method,
  'hub-method-absent': methodAbsent,
  'hub-wrong-key': (given) => outcome(() => read(given), 'found'),
  'hub-message': sendMessage,
};
