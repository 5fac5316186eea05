'use strict';
// IoT Hub, device side: azure-iot-device and its transports.

const { Client, Message } = require('azure-iot-device');
const { Amqp, AmqpWs } = require('azure-iot-device-amqp');
const { Http } = require('azure-iot-device-http');
const { Mqtt, MqttWs } = require('azure-iot-device-mqtt');
const { NoRetry } = require('azure-iot-common');
const { promisify } = require('node:util');

const TRANSPORTS = { HTTPS: Http, MQTT: Mqtt, MQTT_WS: MqttWs, AMQPS: Amqp, AMQPS_WS: AmqpWs };

// The client tells nobody when the hub has acknowledged what it listens to; its transport is told.
function telling(Transport, listening) {
  const told = (done) => (error, ...rest) => {
    done(error, ...rest);
    if (!error) {
      listening();
    }
  };
  return class extends Transport {
    enableTwinDesiredPropertiesUpdates(done) {
      super.enableTwinDesiredPropertiesUpdates(told(done));
    }

    enableMethods(done) {
      super.enableMethods(told(done));
    }
  };
}

async function board(given, transport, listening = () => {}) {
  const credential = given.symmetricKey ? `SharedAccessKey=${given.symmetricKey}` : 'x509=true';
  const address = `HostName=${given.hub};DeviceId=${given.id};${credential}`;
  const client = Client.fromConnectionString(address, telling(TRANSPORTS[transport], listening));
  client.setRetryPolicy(new NoRetry());
  if (!given.symmetricKey) {
    // Over HTTPS the client says that options are set only when there is one for receiving among them.
    const receiving = transport === 'HTTPS' ? { http: { receivePolicy: { interval: 1 } } } : {};
    await client.setOptions({ cert: given.chain ?? given.certificate, key: given.key, ...receiving });
  }
  return client;
}

// Opens, plays and closes. What a client says by its error event ends the play.
async function connected(given, { transport, ready }, play) {
  const client = await board(given, transport, ready);
  const failed = new Promise((resolve, reject) => client.on('error', reject));
  try {
    await client.open();
    return await Promise.race([failed, play(client)]);
  } finally {
    await client.close().catch(() => undefined);
  }
}

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
