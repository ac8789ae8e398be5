package org.dske.root;

import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;

/**
 * Has the heap collected when all nodes of the process are deployed, since this application is the last one. A deployment leaves
 * garbage that is old enough by then to be collected at the next full collection only, which may be hours later: until then the
 * process would keep twice the memory that it needs.
 */
public final class StartGarbage implements ServletContextListener {
    @Override
    public void contextInitialized(ServletContextEvent event) {
        System.gc();
    }
}
