package org.dske.management;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Logger;
import org.dske.config.ManagementSettings;

/**
 * Stops a node, once: where the process is the node's own, by
 * ending the process, which undeploys the node in good order; elsewhere by ending the node's work, which leaves the
 * application deployed and out of service.
 */
public final class StopSwitch {
    private static final Logger LOG = Logger.getLogger(StopSwitch.class.getName());

    private final ManagedNode node;
    private final ManagementSettings settings;
    private final AtomicBoolean stopped = new AtomicBoolean();

    public StopSwitch(ManagedNode node, ManagementSettings settings) {
        this.node = node;
        this.settings = settings;
    }

    /** {@return whether somebody stopped the node: true from the first request to stop on} */
    public boolean isStopped() {
        return stopped.get();
    }

    /** Stops the node, in a thread of its own. Asking again does nothing. */
    public void stop() {
        if (stopped.compareAndSet(false, true)) {
            Thread thread = new Thread(this::stopNow, "dske-stop");
            thread.setDaemon(true);
            thread.start();
        }
    }

    private void stopNow() {
        if (settings.stopProcess()) {
            LOG.info("stopping the process as asked");
            System.exit(0);
        }
        node.stop();
    }
}
