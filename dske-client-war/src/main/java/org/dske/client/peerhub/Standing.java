package org.dske.client.peerhub;

import java.time.Duration;
import java.util.logging.Logger;
import org.dske.key.NodeName;
import org.dske.signature.SignatureSuite;
import org.jspecify.annotations.Nullable;

/** How a client stands with a hub, as far as it knows, and whether it has to register. Guarded by its user's lock. */
final class Standing {
    private static final Logger LOG = Logger.getLogger(Standing.class.getName());

    private final NodeName hub;
    private SupplyState state = SupplyState.NEW;
    /** Whether the two may be out of step. */
    private boolean doubtful = true;
    /** Whether there was something to hear of the hub since the last check. */
    private boolean heard;

    private boolean checkDue;
    private long registrations;
    private @Nullable Long memoryLost;

    /**
     * The standing of a client that has not registered.
     *
     * @param hub the hub
     */
    Standing(NodeName hub) {
        this.hub = hub;
    }

    SupplyState state() {
        return state;
    }

    /** Whether the client is registered, and its blocks are those of the hub. */
    boolean isInStep() {
        return state.registered() && !doubtful;
    }

    /** Whether the two may be out of step. */
    boolean isDoubtful() {
        return doubtful;
    }

    /** Whether the next thing to do is to register. */
    boolean isRegistrationDue() {
        return doubtful || checkDue;
    }

    /** How often the client has registered. */
    long registrations() {
        return registrations;
    }

    /** Whether the hub lost its memory within a time. */
    boolean hasLostItsMemory(Duration within) {
        return memoryLost != null && System.nanoTime() - memoryLost < within.toNanos();
    }

    /** The two may be out of step. */
    void doubt() {
        doubtful = true;
    }

    /** The hub did not do what was asked of it, and so the two may be out of step. */
    void failed(String why) {
        if (!why.equals(state.reason())) {
            LOG.warning(() -> "hub " + hub + " cannot be reached: " + why + "; trying again");
        }
        state = state.failed(why);
        doubtful = true;
    }

    /** The hub has answered a registration. Without a suite that this client offered it is not registered, and was not before. */
    void registered(Registration registration) {
        if (registration.suite() != null) {
            logSuite(registration.suite());
        }
        if (registration.memoryWasLost()) {
            memoryLost = System.nanoTime();
        }
        state = state.settled(registration.suite());
        registrations++;
        doubtful = false;
        checkDue = false;
    }

    private void logSuite(SignatureSuite suite) {
        boolean changes = !suite.equals(state.suite());
        if (state.isIts() && changes) {
            LOG.warning(
                    () -> "hub " + hub + " speaks the suite " + suite.wireName() + " from now on, and no longer its");
        } else if (changes || !state.isUp()) {
            LOG.info(() -> "registered with hub " + hub + ", with the suite " + suite.wireName());
        }
    }

    /** The hub has done all that was asked of it. */
    void well() {
        state = state.well();
    }

    /** The hub has answered an exchange. */
    void heard() {
        heard = true;
    }

    /** Whether there was nothing to hear of the hub since this was asked last; then a registration is due. */
    boolean wasSilent() {
        checkDue = !heard;
        heard = false;
        return checkDue;
    }
}
