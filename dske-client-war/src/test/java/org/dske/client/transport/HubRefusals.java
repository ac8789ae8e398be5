package org.dske.client.transport;

/** Refusals of hubs for tests of other packages. */
public final class HubRefusals {
    private HubRefusals() {}

    /**
     * A hub that does not have what it is asked for.
     *
     * @return a signed 404
     */
    public static HubException notFound() {
        return HubException.refused(404, ErrorDetails.NONE, "it refused: not found");
    }

    /**
     * A hub that does not give what it is asked for.
     *
     * @return a signed 403
     */
    public static HubException notPermitted() {
        return HubException.refused(403, ErrorDetails.NONE, "it refused: not yours");
    }

    /**
     * A share of a mode that is not to be had.
     *
     * @return no refusal of the hub, but of this client
     */
    public static HubException unwanted() {
        return HubException.of(HubException.Kind.UNWANTED, "its share is of the mode classic");
    }
}
