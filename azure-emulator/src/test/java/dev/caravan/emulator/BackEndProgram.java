package dev.caravan.emulator;

import java.util.concurrent.CountDownLatch;

import com.microsoft.azure.sdk.iot.service.messaging.AcknowledgementType;
import com.microsoft.azure.sdk.iot.service.messaging.DeliveryAcknowledgement;
import com.microsoft.azure.sdk.iot.service.messaging.IotHubServiceClientProtocol;
import com.microsoft.azure.sdk.iot.service.messaging.Message;
import com.microsoft.azure.sdk.iot.service.messaging.MessageFeedbackProcessorClient;
import com.microsoft.azure.sdk.iot.service.messaging.MessagingClient;

/** The Java service SDK, unchanged: sends a message to each device named and tells what became of the first. */
public final class BackEndProgram {

    private BackEndProgram() {}

    /** Connection string, then device ids. */
    public static void main(String[] arguments) throws Exception {
        var told = new CountDownLatch(1);
        var feedback = new MessageFeedbackProcessorClient(arguments[0], IotHubServiceClientProtocol.AMQPS, batch -> {
            batch.getRecords()
                    .forEach(record -> System.out.println("feedback " + record.getDeviceId() + " "
                            + record.getOriginalMessageId() + " " + record.getStatusCode()));
            told.countDown();
            return AcknowledgementType.COMPLETE;
        });
        var messages = new MessagingClient(arguments[0], IotHubServiceClientProtocol.AMQPS);
        try {
            feedback.start();
            messages.open();
            System.out.println("open");
            for (var i = 1; i < arguments.length; i++) {
                send(messages, arguments[i]);
            }
            told.await();
            messages.close();
            feedback.stop();
            System.out.println("closed");
        } catch (Exception failure) {
            System.out.println("failed " + failure);
        }
        Runtime.getRuntime().halt(0);
    }

    private static void send(MessagingClient messages, String device) {
        try {
            var message = new Message("hello");
            message.setMessageId("m-1");
            message.setDeliveryAcknowledgement(DeliveryAcknowledgement.Full);
            message.getProperties().put("kind", "greeting");
            messages.send(device, message);
            System.out.println("sent " + device);
        } catch (Exception refused) {
            System.out.println("refused " + device + " " + refused);
        }
    }
}
