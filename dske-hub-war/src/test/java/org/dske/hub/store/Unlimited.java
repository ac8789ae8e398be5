package org.dske.hub.store;

/** No limits. */
enum Unlimited implements ShareLimits {
    LIMITS;

    @Override
    public boolean allow(Holding held, Holding all, Holding more) {
        return true;
    }

    @Override
    public void require(Holding held, Holding all, Holding more) {}
}
