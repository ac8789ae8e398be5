package org.dske.client.psrd;

import java.time.Duration;
import java.util.logging.Logger;
import org.dske.key.NodeName;
import org.dske.signature.SignatureSuite;
import org.dske.time.Ticker;
import org.jspecify.annotations.Nullable;

/** Whether a client is registered with a hub, as far as it knows, and whether it has to register anew. Guarded by its user's lock. */
final class RegistrationState {
    private static final Logger LOG = Logger.getLogger(RegistrationState.class.getName());

    private final NodeName hub;
    private RegistrationStatus status = RegistrationStatus.NEW;
    /** Whether the two may hold different blocks. */
    private boolean inDoubt = true;
    /** Whether the hub answered anything since the last check. */
    private boolean heard;

    private boolean checkDue;
    private long registrations;
    private @Nullable Long memoryLost;

    /**
     * A client that has not registered.
     *
     * @param hub the hub
     */
    RegistrationState(NodeName hub) {
        this.hub = hub;
    }

    RegistrationStatus status() {
        return status;
    }

    /** Whether the client is registered, and its blocks are those of the hub. */
    boolean isSettled() {
        return status.registered() && !inDoubt;
    }

    /** Whether the two may hold different blocks. */
    boolean isInDoubt() {
        return inDoubt;
    }

    /** Whether the next thing to do is to register. */
    boolean isRegistrationDue() {
        return inDoubt || checkDue;
    }

    /** How often the client has registered. */
    long registrations() {
        return registrations;
    }

    /** Whether the hub lost its memory within a time. */
    boolean hasLostItsMemory(Duration within) {
        return memoryLost != null && Ticker.SYSTEM.nanos() - memoryLost < within.toNanos();
    }

    /** The two may hold different blocks. */
    void doubt() {
        inDoubt = true;
    }

    /** The hub did not do what was asked of it, and so the two may hold different blocks. */
    void failed(String why) {
        if (!why.equals(status.reason())) {
            LOG.warning(() -> "hub " + hub + " cannot be reached: " + why + "; trying again");
        }
        status = status.failed(why);
        inDoubt = true;
    }

    /**
     * The hub has answered a registration.
     *
     * @param suite what it picked; null if that is not what this client offered: then it is not registered, and was not before
     * @param memoryWasLost whether it held none of the client's blocks, though there were some
     */
    void registered(@Nullable SignatureSuite suite, boolean memoryWasLost) {
        if (suite != null) {
            logSuite(suite);
        }
        if (memoryWasLost) {
            memoryLost = Ticker.SYSTEM.nanos();
        }
        status = status.settled(suite);
        registrations++;
        inDoubt = false;
        checkDue = false;
    }

    private void logSuite(SignatureSuite suite) {
        boolean changes = !suite.equals(status.suite());
        if (status.isIts() && changes) {
            LOG.warning(
                    () -> "hub " + hub + " speaks the suite " + suite.wireName() + " from now on, and no longer its");
        } else if (changes || !status.isUp()) {
            LOG.info(() -> "registered with hub " + hub + ", with the suite " + suite.wireName());
        }
    }

    /** The hub has done all that was asked of it. */
    void recovered() {
        status = status.recovered();
    }

    /** The hub has answered an exchange. */
    void heard() {
        heard = true;
    }

    /** Whether the hub answered nothing since this was asked last; then a registration is due. */
    boolean wasSilent() {
        checkDue = !heard;
        heard = false;
        return checkDue;
    }
}
