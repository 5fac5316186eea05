'use strict';
// IoT Hub, device side.

const { Message } = require('azure-iot-device');
const { promisify } = require('node:util');
const { board, connected } = require('./board.cjs');

function isRefusal(error) {
  return error.name === 'UnauthorizedError' || error.name === 'NotConnectedError' && /Not authorized/.test(error.message);
}

async function connect(given, { transport }) {
  const client = await board(given, transport);
  try {
    await client.open();
    if (transport.startsWith('AMQPS')) {
      // To open is to have a connection; the hub is not asked before the first link.
      await client.getTwin();
    }
    return { outcome: 'connected' };
  } catch (error) {
    if (!isRefusal(error)) {
      throw error;
    }
    return { outcome: 'refused', text: error.message };
  } finally {
    await client.close().catch(() => undefined);
  }
}

function telemetry(given, context) {
  return connected(given, { ...context, ready() {} }, async (client) => {
    const message = new Message(JSON.stringify({ temperature: 21.5 }));
    message.messageId = 'm-1';
    message.contentType = 'application/json';
    message.contentEncoding = 'utf-8';
    message.properties.add('machine', given.machine);
    await client.sendEvent(message);
    return { outcome: 'sent' };
  });
}

function readTwin(given, context) {
  return connected(given, context, async (client) => {
    const { desired, reported } = (await client.getTwin()).properties;
    return { desired, reported };
  });
}

function report(given, context) {
  return connected(given, context, async (client) => {
    const { reported } = (await client.getTwin()).properties;
    await promisify(reported.update)({ firmware: '1.0' });
    return { outcome: 'updated' };
  });
}

// The first time a listener is told what is there already; the next time, what has changed.
function desiredChange(given, context) {
  return connected(given, context, async (client) => {
    const twin = await client.getTwin();
    const before = twin.properties.desired.$version;
    return new Promise((resolve) => {
      twin.on('properties.desired', (desired) => {
        if (desired.$version > before) {
          resolve({ desired });
        }
      });
    });
  });
}

// The hub has acknowledged the subscription when the transport says so, as with desired properties.
function directMethod(given, context) {
  return connected(given, context, async (client) => {
    const [call, response] = await new Promise((resolve) => {
      client.onDeviceMethod('reboot', (...invocation) => resolve(invocation));
    });
    await response.send(200, { accepted: true });
    return { method: call.methodName, payload: call.payload };
  });
}

function receiveMessage(given, context) {
  return connected(given, context, async (client) => {
    // To listen no more is to hang up: then over AMQP nothing can be completed.
    const message = await new Promise((resolve) => {
      client.on('message', resolve);
    });
    await client.complete(message);
    const kind = message.properties.getItem(0);
    // Over HTTPS a property keeps the name of its header.
    return { body: message.getData().toString(), [kind.key.replace('iothub-app-', '')]: kind.value };
  });
}

module.exports = {
  'connect-x509': connect,
  'connect-symmetric-key': connect,
  'connect-wrong-certificate': connect,
  'connect-disabled': connect,
  'send-telemetry': telemetry,
  'read-twin': readTwin,
  'report-properties': report,
  'desired-change': desiredChange,
  'direct-method': directMethod,
  'receive-message': receiveMessage,
};
