package org.dske.launcher.network;

import org.dske.launcher.server.ServerPlan;

/**
 * A server that this launcher started.
 *
 * @param plan what was started
 * @param process its process
 */
record RunningServer(ServerPlan plan, ProcessHandle process) {}
