package org.dske.launcher.console;

import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.dske.launcher.LauncherException;
import org.dske.time.Deadline;
import org.dske.time.Ticker;

/** What there is to tell, in order, for any number of listeners, each of which goes at its own pace. Safe for concurrent use. */
final class Feed {
    /** Somebody who is further behind has missed something. */
    private static final int MOST = 2_000;

    private final Deque<Message> messages = new ArrayDeque<>();
    private long last;
    private int listeners;

    /**
     * Something to tell.
     *
     * @param id greater than that of any before
     * @param event what kind of thing it is
     * @param data the thing
     */
    record Message(long id, String event, String data) {
        /** As an event of a stream (HTML, section 9.2). JSON has no line end in it. */
        String text() {
            return "id: " + id + "\nevent: " + event + "\ndata: " + data + "\n\n";
        }
    }

    synchronized void tell(String event, JsonObject data) {
        messages.addLast(new Message(++last, event, data.toString()));
        if (messages.size() > MOST) {
            messages.removeFirst();
        }
        notifyAll();
    }

    /** The latest ID: what is told from now on comes after it. */
    synchronized long begin() {
        listeners++;
        return last;
    }

    synchronized void end() {
        listeners--;
    }

    synchronized boolean isHeard() {
        return listeners > 0;
    }

    /** What was told after an ID; waits for it, but not longer than a time. */
    synchronized List<Message> after(long id, Duration longest) {
        Deadline end = Ticker.SYSTEM.deadline(longest);
        try {
            while (last <= id && !end.isOver()) {
                wait(Math.max(1, end.left().toMillis()));
            }
        } catch (InterruptedException e) {
            throw LauncherException.interrupted();
        }
        return messages.stream().filter(message -> message.id() > id).toList();
    }
}
