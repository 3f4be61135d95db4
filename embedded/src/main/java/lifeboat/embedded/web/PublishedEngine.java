package lifeboat.embedded.web;

import org.operaton.bpm.container.RuntimeContainerDelegate;
import org.operaton.bpm.engine.ProcessEngine;

/** The engine where the web applications look for it, for as long as this lives. */
class PublishedEngine implements AutoCloseable {

    private final ProcessEngine engine;

    PublishedEngine(ProcessEngine engine) {
        this.engine = engine;
        RuntimeContainerDelegate.INSTANCE.get().registerProcessEngine(engine);
    }

    @Override
    public void close() {
        RuntimeContainerDelegate.INSTANCE.get().unregisterProcessEngine(engine);
    }
}
