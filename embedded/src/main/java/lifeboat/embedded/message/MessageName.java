package lifeboat.embedded.message;

import lifeboat.embedded.bpmn.BpmnTranslator;

/** What a message and those who wait for it have in common. */
record MessageName(String name, String correlationKey) {

    /** @param subscription the engine's name of a subscription of a running instance */
    static MessageName ofSubscription(String subscription) {
        String[] parts = BpmnTranslator.messageAndKey(subscription);
        return new MessageName(parts[0], parts[1]);
    }

    /** The engine's name of the subscriptions of running instances. */
    String subscription() {
        return BpmnTranslator.subscriptionName(name, correlationKey);
    }
}
