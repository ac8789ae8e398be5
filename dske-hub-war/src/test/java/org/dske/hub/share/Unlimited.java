package org.dske.hub.share;

/** No limits. */
public enum Unlimited implements ShareLimits {
    LIMITS;

    @Override
    public boolean allow(Holding held, Holding all, Holding more) {
        return true;
    }

    @Override
    public void require(Holding held, Holding all, Holding more) {}
}
