'use strict';
// DPS, device API: azure-iot-provisioning-device and its transports.

const { ProvisioningDeviceClient } = require('azure-iot-provisioning-device');
const { Amqp, AmqpWs } = require('azure-iot-provisioning-device-amqp');
const { Http } = require('azure-iot-provisioning-device-http');
const { Mqtt, MqttWs } = require('azure-iot-provisioning-device-mqtt');
const { createHmac } = require('node:crypto');
const { X509Security } = require('azure-iot-security-x509');
const { SymmetricKeySecurityClient } = require('azure-iot-security-symmetric-key');

const TRANSPORTS = { HTTPS: Http, MQTT: Mqtt, MQTT_WS: MqttWs, AMQPS: Amqp, AMQPS_WS: AmqpWs };

async function register(identity, { endpoints, transport }) {
  const wire = new TRANSPORTS[transport]();
  const client = ProvisioningDeviceClient.create(endpoints.globalEndpoint, endpoints.idScope, wire, identity);
  try {
    const { status, assignedHub, deviceId } = await client.register();
    return { outcome: status, hub: assignedHub, deviceId };
  } catch (error) {
    return refusal(error);
  }
}

// Every transport tells a refusal in its own way. What is none is a failure.
function refusal(error) {
  if (error.result?.status === 'disabled') {
    return { outcome: 'disabled' };
  }
  const unauthorized = error.name === 'UnauthorizedError' || error.condition === 'amqp:unauthorized-access';
  if (!unauthorized) {
    throw error;
  }
  const answer = [error.message, error.description, error.responseBody, error.result && JSON.stringify(error.result)];
  return { outcome: 'refused', text: answer.filter(Boolean).join(' ') };
}

function byCertificate(given, context) {
  return register(new X509Security(given.id, { cert: given.chain ?? given.certificate, key: given.key }), context);
}

function bySymmetricKey(given, context) {
  return register(new SymmetricKeySecurityClient(given.id, given.symmetricKey), context);
}

function byDerivedKey(given, context) {
  const derived = createHmac('sha256', Buffer.from(given.groupKey, 'base64')).update(given.id).digest('base64');
  return bySymmetricKey({ ...given, symmetricKey: derived }, context);
}

module.exports = {
  'register-x509': byCertificate,
  'register-disabled': byCertificate,
  'register-unknown': byCertificate,
  'register-wrong-certificate': byCertificate,
  'register-chain': byCertificate,
  'register-symmetric-key': bySymmetricKey,
  'register-wrong-key': bySymmetricKey,
  'register-derived-key': byDerivedKey,
  reprovision: byCertificate,
};
