/*
 * PSRD by segments at its two ends: what is in the store, what is in memory, what is said, and what a crash or a restored store does to
 * it. Source: protocol, sections 1 and 2. README.md says what is abstracted, and what the mutants are; scripts/check-model checks it.
 *
 * Each end is the owner of one pool and the taker of the other. A message names one byte. The hub names bytes of its pool only in
 * answers to requests that it has accepted. A message that was sent once may arrive at any time, any number of times, or never: so what
 * has been named is all there is to know of the network.
 */

#ifndef SEGMENTS
#define SEGMENTS 2
#endif
#ifndef SEGMENT
#define SEGMENT 2
#endif
#ifndef CRASHES
#define CRASHES 2
#endif
#ifndef STOPS
#define STOPS 1
#endif
#ifndef LOSSES
#define LOSSES 1
#endif
#ifndef RENEWALS
#define RENEWALS 1      /* registrations that nothing calls for */
#endif
#ifndef BACKUPS
#define BACKUPS 0       /* stores that are restored from a backup */
#endif

#define SIZE (SEGMENTS * SEGMENT)

/* The two ends, and the pools by their owners. */
#define CLIENT 0
#define HUB 1
#define PEER(n) (1 - (n))

/* A pool as an end has it. */
#define AT(n, p) (2 * (n) + (p))

/* Blocks of a pool: the first one, and the one that replaces it if it is thrown away. */
#define NONE 2
#define BLOCK(p, g) (2 * (p) + (g))

/* A store, as its peer knows it, in one of its lives. */
#define IDS 3
#define LIFE(n, id) (IDS * (n) + (id))

#define BIT(b) (1 << (b))
/* The bytes from a to before b. */
#define RANGE(a, b) (BIT(b) - BIT(a))
/* The end of the segment that ends at an offset, or has it in its midst. */
#define SEGMENT_END(b) ((((b) + SEGMENT - 1) / SEGMENT) * SEGMENT)

/* --- In the stores: what outlives a crash. */
byte block[4];          /* AT: which block */
byte stored[4];         /* AT: where the stored bytes of it begin */
byte start[2];          /* how often the node was started */
byte id[2];             /* of the store */
byte seenStart[6];      /* LIFE of the peer: the last start that it came with, 0 for none */
byte seenRun[6];
#ifdef REMEMBER_RUNS
byte runsOf[2];         /* all runs that the store has had, as bits */
#endif

/* --- In memory. */
#define DOWN 0
#define UP 1
#define STOPPING 2
byte state[2];
byte life[2];
bit settled[2];         /* a registration of this run has settled marks and incarnations */
byte next[4];           /* AT: the mark: how far the owner has come, as this end knows */
byte loaded[4];         /* AT: the end of the bytes in memory, which is where the stored ones begin */
byte gaps[4];           /* AT, the taker: bytes below the mark that are kept for late messages */
byte owed;              /* answers that the hub has not given yet */
bit paused;             /* the client's own pool */
bit asking;             /* the client waits for the answer to a registration */
bit taking;             /* the hub is at work on a registration */
byte learning;         /* the client is at work on the answer */

/* --- On the wire: messages, and one registration and its answer. */
byte named[4];          /* BLOCK: by the owner, in a message */
bit request, requestIsAwaited;
byte requestBlock[2], requestMark[2], requestId, requestStart, requestRun;
#ifdef REMEMBER_RUNS
byte requestRuns, answerRuns, backupRuns;
#endif
bit answer, answerSaysStale;
byte answerBlock[2], answerMark[2], answerId, answerStart, answerRun;

/* --- What nobody in the network knows. */
byte accepted[4];       /* BLOCK: by the taker */
byte runs;              /* random names of runs */
byte fresh[2];          /* blocks that were made for a pool */
byte crashes, stops, losses, renewals, backups;
bit backedUp, restored; /* restored: and its peer has not heard of it yet */
byte backupOf;
byte backupBlock[2], backupStored[2], backupStart, backupId, backupSeenStart[IDS], backupSeenRun[IDS];

/* --- A pool at one end. */

/* Nothing is in memory. */
inline forget(n) {
    next[AT(n, 0)] = stored[AT(n, 0)]; loaded[AT(n, 0)] = stored[AT(n, 0)]; gaps[AT(n, 0)] = 0;
    next[AT(n, 1)] = stored[AT(n, 1)]; loaded[AT(n, 1)] = stored[AT(n, 1)]; gaps[AT(n, 1)] = 0
}

inline drop(n, p) {
    block[AT(n, p)] = NONE; stored[AT(n, p)] = 0; next[AT(n, p)] = 0; loaded[AT(n, p)] = 0; gaps[AT(n, p)] = 0
}

inline dropAll(n) {
    drop(n, 0);
    drop(n, 1)
}

inline add(n, p, g) {
    block[AT(n, p)] = g; stored[AT(n, p)] = 0; next[AT(n, p)] = 0; loaded[AT(n, p)] = 0; gaps[AT(n, p)] = 0
}

/* Segments up to an offset leave the store, durably, and are in memory then. */
inline takeOut(n, p, before) {
    stored[AT(n, p)] = before; loaded[AT(n, p)] = stored[AT(n, p)]
}

/* The peer's mark of the same block: from now on the higher one holds. */
inline goOn(n, p, mark, atOnce) {
    if
    :: block[AT(n, p)] != NONE && mark > next[AT(n, p)] ->
        if
        :: n != p && !(atOnce) -> gaps[AT(n, p)] = gaps[AT(n, p)] | RANGE(next[AT(n, p)], mark)
        :: else
        fi;
        if
        :: mark > stored[AT(n, p)] -> takeOut(n, p, SEGMENT_END(mark))
        :: else
        fi;
        next[AT(n, p)] = mark
    :: else
    fi;
    if
    :: n != p && (atOnce) -> gaps[AT(n, p)] = 0
    :: else
    fi
}

inline keep(n, p, g) {
    if
    :: block[AT(n, p)] != g -> drop(n, p)
    :: else
    fi
}

/* --- Incarnations. */

#ifdef TRUST_STALE
#define STALE(n, i, s, r, runs) 0
#elif defined(REMEMBER_RUNS)
/* The peer has seen a run that the store does not remember. */
#define STALE(n, i, s, r, runs) (seenRun[LIFE(n, i)] != 0 && (runs & BIT(seenRun[LIFE(n, i)])) == 0)
#else
#define STALE(n, i, s, r, runs) (s < seenStart[LIFE(n, i)] || (s == seenStart[LIFE(n, i)] && r != seenRun[LIFE(n, i)]))
#endif
#ifdef REMEMBER_RUNS
#define REQUEST_RUNS requestRuns
#define ANSWER_RUNS answerRuns
#else
#define REQUEST_RUNS 0
#define ANSWER_RUNS 0
#endif

/* A restored store speaks to its peer before it is started once more; see README.md. */
#if defined(REMEMBER_RUNS) || defined(RESTARTED_UNHEARD)
#define MAY_END(n) 1
#else
#define MAY_END(n) (!restored || backupOf != n)
#endif

inline heard(n) {
    if
    :: restored && backupOf == n -> restored = 0; backupOf = 0
    :: else
    fi
}

inline remember(n, i, s, r) {
    seenStart[LIFE(n, i)] = s; seenRun[LIFE(n, i)] = r
}

/* --- What can happen. */

#ifdef NO_FREEZE
#define WORKS(n) (state[n] != DOWN)
#else
#define WORKS(n) (state[n] == UP)
#endif

/* Names the next byte in a message. */
inline name(n) {
    assert((named[BLOCK(n, block[AT(n, n)])] & BIT(next[AT(n, n)])) == 0);   /* no byte is named twice */
    named[BLOCK(n, block[AT(n, n)])] = named[BLOCK(n, block[AT(n, n)])] | BIT(next[AT(n, n)]);
    next[AT(n, n)] = next[AT(n, n)] + 1
}

#define CAN_NAME(n) (WORKS(n) && settled[n] && block[AT(n, n)] != NONE && next[AT(n, n)] < loaded[AT(n, n)])

/* The taker has verified a message that names a byte. */
inline accept(n, p, b) {
    assert((accepted[BLOCK(p, block[AT(n, p)])] & BIT(b)) == 0);             /* no byte is accepted twice */
    accepted[BLOCK(p, block[AT(n, p)])] = accepted[BLOCK(p, block[AT(n, p)])] | BIT(b);
    if
    :: b < next[AT(n, p)] -> gaps[AT(n, p)] = gaps[AT(n, p)] & ~BIT(b)
    :: else ->
        gaps[AT(n, p)] = gaps[AT(n, p)] | RANGE(next[AT(n, p)], b);
        next[AT(n, p)] = b + 1
    fi;
    if
    :: n == HUB -> owed++
    :: else
    fi
}

#define ARRIVES(n, p, b) (WORKS(n) && settled[n] && block[AT(n, p)] != NONE && (named[BLOCK(p, block[AT(n, p)])] & BIT(b)) != 0)
#define IN_MEMORY(n, p, b) ((b >= next[AT(n, p)] && b < loaded[AT(n, p)]) || (gaps[AT(n, p)] & BIT(b)) != 0)

inline register() {
    asking = 1; request = 1; requestIsAwaited = 1;
#ifndef NO_PAUSE
    paused = 1;
#endif
    requestBlock[0] = block[AT(CLIENT, 0)]; requestMark[0] = next[AT(CLIENT, 0)];
    requestBlock[1] = block[AT(CLIENT, 1)]; requestMark[1] = next[AT(CLIENT, 1)];
    requestId = id[CLIENT]; requestStart = start[CLIENT]; requestRun = life[CLIENT];
#ifdef REMEMBER_RUNS
    requestRuns = runsOf[CLIENT]
#endif
}

/* What has been read is of no interest any more; so states that differ in nothing else are one. */
inline clearRequest() {
    request = 0;
    requestBlock[0] = 0; requestMark[0] = 0; requestBlock[1] = 0; requestMark[1] = 0;
    requestId = 0; requestStart = 0; requestRun = 0;
#ifdef REMEMBER_RUNS
    requestRuns = 0
#endif
}

inline clearAnswer() {
    answer = 0; answerSaysStale = 0;
    answerBlock[0] = 0; answerMark[0] = 0; answerBlock[1] = 0; answerMark[1] = 0;
    answerId = 0; answerStart = 0; answerRun = 0;
#ifdef REMEMBER_RUNS
    answerRuns = 0
#endif
}

/* The client waits no longer: whatever is still on its way is for nobody. */
inline stopWaiting() {
    asking = 0; learning = 0; requestIsAwaited = 0;
    clearAnswer()
}

inline die(n) {
    state[n] = DOWN; settled[n] = 0; life[n] = 0;
    forget(n);
    if
    :: n == CLIENT ->
        paused = 0;
        stopWaiting()
    :: else ->
        owed = 0; taking = 0;
        /* What has not come to the hub yet comes to its next run: who sends is still connecting. What is given up goes with the process. */
        if
        :: request && !requestIsAwaited -> clearRequest()
        :: else
        fi
    fi
}

inline reply(stale) {
    if
    :: requestIsAwaited ->
        answer = 1; answerSaysStale = stale;
        if
        :: !(stale) ->
            answerBlock[0] = block[AT(HUB, 0)]; answerMark[0] = next[AT(HUB, 0)];
            answerBlock[1] = block[AT(HUB, 1)]; answerMark[1] = next[AT(HUB, 1)];
            answerId = id[HUB]; answerStart = start[HUB]; answerRun = life[HUB];
#ifdef REMEMBER_RUNS
            answerRuns = runsOf[HUB]
#endif
        :: else
        fi
    :: else
    fi;
    clearRequest()
}

/* The second half of a registration at the hub, which knows the client's life by now. */
inline settleHub() {
    keep(HUB, 0, requestBlock[0]);
    keep(HUB, 1, requestBlock[1]);
#ifndef NO_MARKS
#ifdef GRACE_AFTER_START
    goOn(HUB, 0, requestMark[0], 0);
#else
    goOn(HUB, 0, requestMark[0], !settled[HUB]);
#endif
    goOn(HUB, 1, requestMark[1], 1);
#endif
    settled[HUB] = 1; taking = 0;
    reply(0)
}

/* The same at the client, when the answer is there. */
inline settleClient() {
    keep(CLIENT, 0, answerBlock[0]);
    keep(CLIENT, 1, answerBlock[1]);
#ifndef NO_MARKS
    goOn(CLIENT, 0, answerMark[0], 1);
    goOn(CLIENT, 1, answerMark[1], !settled[CLIENT]);
#endif
    settled[CLIENT] = 1; paused = 0;
#ifndef BYTES_ALONE
    /* Both go on: what the owner can still name, the taker holds; unless the hub has died meanwhile. */
    assert(!(state[HUB] == UP && settled[HUB] && life[HUB] == answerRun)
        || (block[AT(CLIENT, 0)] == block[AT(HUB, 0)] && block[AT(CLIENT, 1)] == block[AT(HUB, 1)]
            && next[AT(CLIENT, 0)] >= next[AT(HUB, 0)] && next[AT(HUB, 1)] >= next[AT(CLIENT, 1)]));
#endif
    stopWaiting()
}

#define DIFFER (block[AT(CLIENT, 0)] != block[AT(HUB, 0)] || block[AT(CLIENT, 1)] != block[AT(HUB, 1)])
#define IN_ORDER (settled[CLIENT] && settled[HUB] && !paused && !DIFFER)

inline newBlock(p) {
    add(HUB, p, fresh[p]);
    if
    :: add(CLIENT, p, fresh[p])
    :: losses < LOSSES -> losses++
    fi;
    fresh[p]++
}

inline backUp(n) {
    backedUp = 1; backupOf = n;
    backupBlock[0] = block[AT(n, 0)]; backupStored[0] = stored[AT(n, 0)];
    backupBlock[1] = block[AT(n, 1)]; backupStored[1] = stored[AT(n, 1)];
    backupStart = start[n]; backupId = id[n];
#ifdef REMEMBER_RUNS
    backupRuns = runsOf[n];
#endif
    backupSeenStart[0] = seenStart[LIFE(n, 0)]; backupSeenRun[0] = seenRun[LIFE(n, 0)];
    backupSeenStart[1] = seenStart[LIFE(n, 1)]; backupSeenRun[1] = seenRun[LIFE(n, 1)];
    backupSeenStart[2] = seenStart[LIFE(n, 2)]; backupSeenRun[2] = seenRun[LIFE(n, 2)]
}

inline restore(n) {
    block[AT(n, 0)] = backupBlock[0]; stored[AT(n, 0)] = backupStored[0];
    block[AT(n, 1)] = backupBlock[1]; stored[AT(n, 1)] = backupStored[1];
    forget(n);
    start[n] = backupStart; id[n] = backupId;
#ifdef REMEMBER_RUNS
    runsOf[n] = backupRuns; backupRuns = 0;
#endif
    seenStart[LIFE(n, 0)] = backupSeenStart[0]; seenRun[LIFE(n, 0)] = backupSeenRun[0];
    seenStart[LIFE(n, 1)] = backupSeenStart[1]; seenRun[LIFE(n, 1)] = backupSeenRun[1];
    seenStart[LIFE(n, 2)] = backupSeenStart[2]; seenRun[LIFE(n, 2)] = backupSeenRun[2];
    /* It cannot be restored again: the copy is of no interest any more. */
    backedUp = 0; restored = 1; backupStart = 0; backupId = 0;
    backupBlock[0] = 0; backupStored[0] = 0; backupBlock[1] = 0; backupStored[1] = 0;
    backupSeenStart[0] = 0; backupSeenRun[0] = 0;
    backupSeenStart[1] = 0; backupSeenRun[1] = 0;
    backupSeenStart[2] = 0; backupSeenRun[2] = 0
}

#ifdef BACKUP_WHILE_RUNNING
#define CAN_BACK_UP(n) 1
#else
#define CAN_BACK_UP(n) (state[n] == DOWN)
#endif

inline begin(n) {
    runs++; life[n] = runs; start[n] = start[n] + 1; state[n] = UP;
#ifdef REMEMBER_RUNS
    runsOf[n] = runsOf[n] | BIT(life[n])
#endif

}

inline putBack(n) {
    stored[AT(n, 0)] = next[AT(n, 0)]; stored[AT(n, 1)] = next[AT(n, 1)]
}

/* The owner takes the next segment out while less than one is ahead of it. */
#define CAN_TAKE_OUT(n) (state[n] == UP && settled[n] && block[AT(n, n)] != NONE \
    && stored[AT(n, n)] < SIZE && loaded[AT(n, n)] - next[AT(n, n)] < SEGMENT)

/* What both ends do alike. */
#define LIFE_STEPS(n) \
    :: d_step { state[n] == DOWN -> begin(n) } \
    :: d_step { state[n] != DOWN && MAY_END(n) && crashes < CRASHES -> crashes++; die(n) } \
    /* An orderly stop: nothing is used any more, and then the rest goes back. */ \
    :: d_step { state[n] == UP && MAY_END(n) && stops < STOPS -> stops++; state[n] = STOPPING } \
    :: d_step { CAN_BACK_UP(n) && backups < BACKUPS -> backups++; backUp(n) } \
    :: d_step { state[n] == DOWN && backedUp && backupOf == n -> restore(n) }

#ifdef NO_FREEZE
#define STOP_STEPS(n) \
    :: d_step { state[n] == STOPPING && !stopped[n] -> stopped[n] = 1; putBack(n) } \
    :: d_step { state[n] == STOPPING && stopped[n] -> stopped[n] = 0; die(n) }
bit stopped[2];
#else
#define STOP_STEPS(n) \
    :: d_step { state[n] == STOPPING -> putBack(n); die(n) }
#endif

/* How bytes leave the store; a crash between that and their use is one between two steps. */
#ifdef NAME_EARLY
#define OWNER_STEPS(n) \
    :: d_step { CAN_TAKE_OUT(n) && loaded[AT(n, n)] == stored[AT(n, n)] -> loaded[AT(n, n)] = SEGMENT_END(loaded[AT(n, n)] + 1) } \
    :: d_step { stored[AT(n, n)] < loaded[AT(n, n)] -> stored[AT(n, n)] = loaded[AT(n, n)] }
#else
#define OWNER_STEPS(n) \
    :: d_step { CAN_TAKE_OUT(n) -> takeOut(n, n, SEGMENT_END(stored[AT(n, n)] + 1)) }
#endif

#ifdef TAKE_OUT_LATE
#define ARRIVAL(n, p, b) \
    :: d_step { ARRIVES(n, p, b) && IN_MEMORY(n, p, b) -> accept(n, p, b) } \
    :: d_step { ARRIVES(n, p, b) && b >= loaded[AT(n, p)] -> loaded[AT(n, p)] = SEGMENT_END(b + 1); accept(n, p, b) }
#define TAKER_STEPS(n, p) \
    :: d_step { stored[AT(n, p)] < loaded[AT(n, p)] -> stored[AT(n, p)] = loaded[AT(n, p)] }
#else
#define ARRIVAL(n, p, b) \
    :: d_step { ARRIVES(n, p, b) && IN_MEMORY(n, p, b) -> accept(n, p, b) } \
    :: d_step { ARRIVES(n, p, b) && b >= loaded[AT(n, p)] -> takeOut(n, p, SEGMENT_END(b + 1)) }
#define TAKER_STEPS(n, p)
#endif

/* SIZE of them. */
#define ARRIVALS(n, p) \
    ARRIVAL(n, p, 0) ARRIVAL(n, p, 1) ARRIVAL(n, p, 2) ARRIVAL(n, p, 3) MORE_ARRIVALS(n, p)
#if SEGMENTS * SEGMENT == 6
#define MORE_ARRIVALS(n, p) ARRIVAL(n, p, 4) ARRIVAL(n, p, 5)
#else
#define MORE_ARRIVALS(n, p)
#endif

/* Whatever is possible, one thing after the other. */
active proctype network() {
    fresh[0] = 1; fresh[1] = 1;
end:
    do
    LIFE_STEPS(CLIENT)
    LIFE_STEPS(HUB)
    STOP_STEPS(CLIENT)
    STOP_STEPS(HUB)
    OWNER_STEPS(CLIENT)
    OWNER_STEPS(HUB)
    TAKER_STEPS(CLIENT, HUB)
    TAKER_STEPS(HUB, CLIENT)
    ARRIVALS(CLIENT, HUB)
    ARRIVALS(HUB, CLIENT)

    :: d_step { CAN_NAME(CLIENT) && !paused -> name(CLIENT) }
    :: d_step { CAN_NAME(HUB) && owed > 0 -> owed--; name(HUB) }
    /* The hub has no bytes for an answer: the client gets one that is not signed. */
    :: d_step { owed > 0 && (block[AT(HUB, HUB)] == NONE || next[AT(HUB, HUB)] == SIZE) -> owed = 0 }

    :: d_step { state[CLIENT] == UP && !asking && !taking && !IN_ORDER -> register() }
    :: d_step { state[CLIENT] == UP && !asking && !taking && IN_ORDER && renewals < RENEWALS -> renewals++; register() }
    :: d_step { asking && !learning && (losses < LOSSES || (!answer && !request)) ->
        if
        :: answer || request -> losses++
        :: else
        fi;
        stopWaiting() }

    /* The hub: who comes with a life that is over gets nothing, and both throw away what they share. */
    :: d_step { state[HUB] == UP && request && !taking ->
        if
        :: requestRun == life[CLIENT] -> heard(CLIENT)
        :: else
        fi;
        if
        :: STALE(HUB, requestId, requestStart, requestRun, REQUEST_RUNS) -> dropAll(HUB); reply(1)
        :: else -> remember(HUB, requestId, requestStart, requestRun); taking = 1
        fi }
    :: d_step { state[HUB] == UP && taking -> settleHub() }

    /* The client, with the answer. What is thrown away is gone before anything else is written. */
    :: d_step { state[CLIENT] == UP && answer && !learning && answerSaysStale -> dropAll(CLIENT); learning = 1 }
    :: d_step { state[CLIENT] == UP && answer && learning && answerSaysStale ->
#ifndef SAME_ID
        id[CLIENT]++;
        assert(id[CLIENT] < IDS);
#endif
        stopWaiting() }
#ifdef REMEMBER_FIRST
    :: d_step { state[CLIENT] == UP && answer && !learning && !answerSaysStale ->
        if
        :: answerRun == life[HUB] -> heard(HUB)
        :: else
        fi;
        learning = 1 + STALE(CLIENT, answerId, answerStart, answerRun, ANSWER_RUNS);
        remember(CLIENT, answerId, answerStart, answerRun) }
    :: d_step { state[CLIENT] == UP && answer && learning == 2 -> dropAll(CLIENT); stopWaiting() }
#else
    :: d_step { state[CLIENT] == UP && answer && !learning && !answerSaysStale ->
        if
        :: answerRun == life[HUB] -> heard(HUB)
        :: else
        fi;
        if
        :: STALE(CLIENT, answerId, answerStart, answerRun, ANSWER_RUNS) -> dropAll(CLIENT); learning = 2
        :: else -> remember(CLIENT, answerId, answerStart, answerRun); learning = 1
        fi }
    :: d_step { state[CLIENT] == UP && answer && learning == 2 -> remember(CLIENT, answerId, answerStart, answerRun); stopWaiting() }
#endif
    :: d_step { state[CLIENT] == UP && answer && learning == 1 && !answerSaysStale -> settleClient() }

    /* New blocks for a pool that has none. */
    :: atomic { IN_ORDER && !asking && state[CLIENT] == UP && state[HUB] == UP && block[0] == NONE && fresh[0] < NONE -> newBlock(0) }
    :: atomic { IN_ORDER && !asking && state[CLIENT] == UP && state[HUB] == UP && block[1] == NONE && fresh[1] < NONE -> newBlock(1) }
    od
}

/* When nothing more can happen, all runs, and the client has used its pool up: it was never stuck. */
active proctype watch() {
    timeout ->
    assert(state[CLIENT] == UP && state[HUB] == UP && IN_ORDER);
    assert(block[AT(CLIENT, CLIENT)] == NONE || next[AT(CLIENT, CLIENT)] == SIZE);
    assert(block[AT(CLIENT, CLIENT)] != NONE || fresh[0] == NONE)
}
