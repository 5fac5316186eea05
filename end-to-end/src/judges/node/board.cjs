'use strict';
// A board at its hub: azure-iot-device and its transports.

const { Client } = require('azure-iot-device');
const { Amqp, AmqpWs } = require('azure-iot-device-amqp');
const { Http } = require('azure-iot-device-http');
const { Mqtt, MqttWs } = require('azure-iot-device-mqtt');
const { NoRetry } = require('azure-iot-common');

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

module.exports = { board, connected };
