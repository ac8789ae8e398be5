/*
 * PSRD by segments: two nodes, two pools, their stores, and all that can go wrong. What it shows and what not is in README.md.
 *
 * The client allocates from pool 0 and the hub from pool 1. An END is a node's side of a pool. A message is a byte: a request names
 * one of pool 0, and the answer to a request that was accepted names one of pool 1. Who listens can hold back, repeat and reorder
 * all messages: so what was ever named is on the wire for ever. Time does not exist: whatever can happen can happen at any moment.
 *
 * Every step is one line of the big loop below. A crash is possible between any two steps.
 */

/* The bounds. A segment has B bytes, a block has N, and there is one block a pool. */
#ifndef B
#define B 2
#endif
#ifndef SEGMENTS
#define SEGMENTS 2
#endif
#define N (B * SEGMENTS)
#ifndef CRASHES
#define CRASHES 2      /* crashes, of both nodes together */
#endif
#ifndef STOPS
#define STOPS 1        /* orderly stops */
#endif
#ifndef RESTORED
#define RESTORED NOBODY /* whose store may be restored, once, from a copy made at any time: CLIENT, HUB, NOBODY */
#endif
#ifndef REACH
#define REACH B        /* how far a message may reach into the taker's store */
#endif

#define CLIENT 0
#define HUB 1
#define NOBODY 2

#define POOLS 2
#define ENDS 4
#define END(node, pool) ((node) * POOLS + (pool))
#define OWNS(node, pool) ((node) == (pool))
#define BIT(i) (1 << (i))
#define BELOW(i) (BIT(i) - 1)
#define SEGMENT_END(i) (((i) / B + 1) * B)      /* behind the segment of a byte */
#define SEGMENTS_UP_TO(i) (((i) + B - 1) / B * B) /* behind the segments that have bytes before an index */
#define MIN(a, b) ((a) < (b) -> (a) : (b))
#define MAX(a, b) ((a) > (b) -> (a) : (b))
#define IDS 4          /* names that a store can have, one after the other */

/* ---- What is durable, by node or by end */
bit has[ENDS];          /* whether the block is there */
byte from[ENDS];        /* index of the first stored byte; what is before is in memory, or gone */
byte id[2];             /* of the store, as the peer knows it */
byte start[2];          /* how often the store was started */
byte seenStart[2 * IDS]; /* of the peer's stores by their names: the last start that was seen, 0 if none was, */
byte seenRun[2 * IDS];   /* and its run */

/* ---- What is in memory */
bit up[2];
bit settled[2];         /* whether a registration of this run has settled marks and incarnation */
byte frozen[2];         /* an orderly stop: 1 nothing is used any more, 2 the rest is in the store again */
byte life[2];            /* random: here, how often the node was started, whatever its store says */
byte mem[ENDS];         /* the bytes that can be used, as a bit set */
byte mark[ENDS];        /* index behind the highest named byte, as far as this end knows */
byte taking[ENDS];      /* a segment is out of the store and not in memory yet: 1 + where it begins; else 0 */
byte limit[2];          /* up to where the owner may name */
bit paused;             /* the client, between a registration and the judgment of its answer */
bit waiting;            /* the client, for an answer */
byte judging;           /* the client has done the first half of what an answer asks for */

/* ---- On the wire */
byte named[POOLS];      /* all messages that there ever were: the bytes that they name */
byte accepted[POOLS];   /* the bytes of those that were accepted */
typedef Registration {
    byte what;          /* 0 none, 1 a request or a good answer, 2 the answer "stale" */
    byte marks[POOLS];
    bit known[POOLS];
    byte id;
    byte start;
    byte life
}
Registration request, answer;
#ifdef DELAYED
Registration late;      /* one that the client has given up, and that arrives later */
#endif

/* ---- A copy of a store */
#if RESTORED != NOBODY
bit copied, restored;
bit judged;              /* whether the client has judged an answer since */
bit copyHas[POOLS];
byte copyFrom[POOLS];
byte copyId, copyStart;
byte copySeenStart[IDS], copySeenRun[IDS];
#endif

/* ---- Bounds */
byte crashes, stops;
byte ids[2];            /* how many names the stores of a node had */
byte runs[2];

hidden byte e, i, p, n, m, tries, failures, before;
hidden byte over, stale, new, ok;

/* ================================================================ pools */

inline forget(node) {
    printf("node %d is down\n", node);
    up[node] = 0; settled[node] = 0; frozen[node] = 0; life[node] = 0; limit[node] = 0;
    for (p : 0 .. 1) {
        e = END(node, p);
        mem[e] = 0; mark[e] = 0; taking[e] = 0
    }
    e = 0; p = 0;
    if
    :: node == CLIENT -> paused = 0; waiting = 0; judging = 0; clear(answer)
       /* A connection does not outlive the process: what is under way to a hub dies with it. */
    :: else -> clear(answer);
#ifndef M_HELD_REGISTRATION
       clear(request);
#ifdef DELAYED
       clear(late);
#endif
#endif
    fi
}

inline clear(r) {
    r.what = 0; r.marks[0] = 0; r.marks[1] = 0; r.known[0] = 0; r.known[1] = 0; r.id = 0; r.start = 0; r.life = 0
}

inline begin(node) {
    up[node] = 1;
    start[node]++; runs[node]++; life[node] = runs[node];
    printf("node %d starts: start %d, life %d\n", node, start[node], life[node]);
    for (p : 0 .. 1) {
        e = END(node, p);
        mark[e] = (has[e] -> from[e] : 0)
    }
    e = 0; p = 0;
#ifdef M_USE_BEFORE_REGISTRATION
    settled[node] = 1; limit[node] = N;
#endif
}

inline drop(end) { printf("end %d drops its block\n", end); has[end] = 0; from[end] = N; mem[end] = 0; mark[end] = 0; taking[end] = 0 }

/* Committed; the bytes come into memory in a step of its own. */
inline takeOut(end) {
    printf("end %d takes out from byte %d\n", end, from[end]);
    taking[end] = from[end] + 1;
#ifdef M_USE_BEFORE_COMMIT
    mem[end] = mem[end] | (BELOW(SEGMENT_END(from[end])) & ~BELOW(from[end]));
#else
    from[end] = SEGMENT_END(from[end]);
#endif
}

inline takeIn(end) {
    printf("end %d has it in memory\n", end);
#ifdef M_USE_BEFORE_COMMIT
    from[end] = SEGMENT_END(from[end]);
#else
    mem[end] = mem[end] | (BELOW(from[end]) & ~BELOW(taking[end] - 1));
#endif
    taking[end] = 0
}

/* Everything before an index is given up: at once, or after a grace, until which it stays in memory. */
inline settle(end, upTo, atOnce) {
    printf("end %d gives up what is before %d, at once: %d\n", end, upTo, atOnce);
    if
    :: upTo > from[end] ->
        mem[end] = mem[end] | (BELOW(SEGMENTS_UP_TO(upTo)) & ~BELOW(from[end]));
        from[end] = SEGMENTS_UP_TO(upTo)
    :: else
    fi;
    if
    :: atOnce -> mem[end] = mem[end] & ~BELOW(upTo)
    :: else
    fi;
    mark[end] = MAX(mark[end], upTo)
}

inline name(node, byte_) {
    printf("node %d names byte %d\n", node, byte_);
    e = END(node, node);
    assert(!(named[node] & BIT(byte_)));        /* No byte is named in two messages. */
    named[node] = named[node] | BIT(byte_);
    mem[e] = mem[e] & ~BIT(byte_);
    mark[e] = MAX(mark[e], byte_ + 1);
    e = 0
}

inline accept(node, byte_) {
    printf("node %d accepts byte %d\n", node, byte_);
    e = END(node, 1 - node);
    assert(!(accepted[1 - node] & BIT(byte_))); /* No byte is accepted twice. */
    accepted[1 - node] = accepted[1 - node] | BIT(byte_);
    mem[e] = mem[e] & ~BIT(byte_);
    mark[e] = MAX(mark[e], byte_ + 1);
    e = 0
}

#define LOWEST(set) \
    (((set) & 1) -> 0 : (((set) & 2) -> 1 : (((set) & 4) -> 2 : (((set) & 8) -> 3 : (((set) & 16) -> 4 : (((set) & 32) -> 5 : \
    (((set) & 64) -> 6 : 7)))))))

#ifdef M_NO_FREEZE
#define USABLE(node) (up[node] && settled[node])
#else
#define USABLE(node) (up[node] && settled[node] && !frozen[node])
#endif
#define NAMEABLE(node) (mem[END(node, node)] & BELOW(limit[node]))
#ifdef M_NO_PAUSE
#define MAY_ASK (USABLE(CLIENT) && NAMEABLE(CLIENT))
#else
#define MAY_ASK (USABLE(CLIENT) && !paused && NAMEABLE(CLIENT))
#endif
#define TAKING(node) (taking[END(node, 0)] || taking[END(node, 1)])
/* The next segment, before it is needed; or because a message has come that names bytes of it. */
#define MAY_TAKE_OUT(node, pool) (USABLE(node) && !frozen[node] && has[END(node, pool)] && !taking[END(node, pool)] \
    && from[END(node, pool)] < N && (from[END(node, pool)] < mark[END(node, pool)] + B \
        || (!OWNS(node, pool) && (named[pool] & BELOW(from[END(node, pool)] + REACH) & ~BELOW(from[END(node, pool)])))))
#ifdef M_ACCEPT_BEFORE_TAKE_OUT
#define ACCEPTABLE(node, byte_) (USABLE(node) && has[END(node, 1 - node)] && (named[1 - node] & BIT(byte_)) \
    && ((mem[END(node, 1 - node)] & BIT(byte_)) || (from[END(node, 1 - node)] <= byte_ && mark[END(node, 1 - node)] <= byte_)))
#else
#define ACCEPTABLE(node, byte_) (USABLE(node) && has[END(node, 1 - node)] && (named[1 - node] & BIT(byte_)) \
    && (mem[END(node, 1 - node)] & BIT(byte_)))
#endif

/* The hub accepts a request and answers it, with a byte of its own pool if it has one. */
inline serve(byte_) {
    accept(HUB, byte_);
    if
    :: has[END(HUB, 1)] && NAMEABLE(HUB) -> m = LOWEST(NAMEABLE(HUB)); name(HUB, m); m = 0
    :: else
    fi
}

/* ================================================================ registration */

inline speak(r, node) {
    r.what = 1;
    for (p : 0 .. 1) {
        e = END(node, p);
        r.known[p] = has[e];
        r.marks[p] = mark[e]
    }
    e = 0; p = 0;
    r.id = id[node]; r.start = start[node]; r.life = life[node]
}

inline judge(node, r) {
    i = node * IDS + r.id;
#ifdef M_STALE_IGNORED
    stale = 0;
#else
    stale = seenStart[i] > r.start || (seenStart[i] == r.start && seenRun[i] != r.life);
#endif
    new = seenStart[i] != r.start || seenRun[i] != r.life;
    i = 0
}

inline remember(node, r) {
    printf("node %d remembers start %d, life %d\n", node, r.start, r.life);
    i = node * IDS + r.id; seenStart[i] = r.start; seenRun[i] = r.life; i = 0
}

#ifdef M_MARKS_IGNORED
#define MARK_OF(r, pool) 0
#else
#define MARK_OF(r, pool) r.marks[pool]
#endif
#ifdef M_GRACE_AT_HUB
#define AT_ONCE_HUB 0
#else
#define AT_ONCE_HUB (!settled[HUB])
#endif
#ifdef M_GRACE_AT_CLIENT
#define AT_ONCE_CLIENT 0
#else
#define AT_ONCE_CLIENT (!settled[CLIENT])
#endif

/*
 * Whoever allocates stays within MARGIN bytes of what the other end has said in a registration, and the other end gives up as much
 * when it hears of a new life. Without it there is no limit.
 */
#ifdef MARGIN
#define LIMIT(r, pool) MIN(N, r.marks[pool] + MARGIN)
#else
#define LIMIT(r, pool) N
#endif

inline giveUpMargin(node, pool) {
#ifdef MARGIN
    e = END(node, pool);
    if
    :: has[e] -> m = MIN(N, mark[e] + MARGIN); settle(e, m, 1); m = 0
    :: else
    fi;
    e = 0
#else
    skip
#endif
}

inline settleAll(node, r, atOnceTaker) {
    for (p : 0 .. 1) {
        e = END(node, p);
        if
        :: !has[e] || !r.known[p] -> drop(e)
        :: else ->
            m = MARK_OF(r, p);
            limit[node] = (OWNS(node, p) -> LIMIT(r, p) : limit[node]);
            settle(e, m, (OWNS(node, p) || atOnceTaker))
        fi
    }
    e = 0; p = 0; m = 0;
    settled[node] = 1
}

inline handleRequest(r, answers) {
    judge(HUB, r);
    printf("a registration arrives: stale %d\n", stale);
    if
    :: stale ->
        drop(END(HUB, 0)); drop(END(HUB, 1)); limit[HUB] = 0;
        if
        :: answers -> answer.what = 2
        :: else
        fi
    :: else ->
        if
        :: new -> giveUpMargin(HUB, 0)
        :: else
        fi;
        remember(HUB, r);
        settleAll(HUB, r, AT_ONCE_HUB);
        if
        :: answers -> speak(answer, HUB)
        :: else
        fi
    fi;
    clear(r); stale = 0; new = 0
}

/* The client does what an answer asks for in two steps that are durable, one after the other. */
inline handleAnswerFirst() {
    judge(CLIENT, answer);
    printf("the answer %d arrives: stale %d\n", answer.what, stale);
    judging = 1;
    if
    :: answer.what == 2 -> drop(END(CLIENT, 0)); drop(END(CLIENT, 1))
    :: answer.what == 1 && stale ->
#ifdef M_REMEMBER_FIRST
        remember(CLIENT, answer);
#else
        drop(END(CLIENT, 0)); drop(END(CLIENT, 1));
#endif
        judging = 2
    :: else ->
        if
        :: new ->
            giveUpMargin(CLIENT, 1);
#ifdef MARGIN
            judging = 3
#endif
        :: else
        fi;
        remember(CLIENT, answer)
    fi;
    stale = 0; new = 0
}

inline handleAnswerSecond() {
    if
    :: answer.what == 2 -> ids[CLIENT]++; id[CLIENT] = ids[CLIENT]
    :: judging == 2 ->
#ifdef M_REMEMBER_FIRST
        drop(END(CLIENT, 0)); drop(END(CLIENT, 1))
#else
        remember(CLIENT, answer)
#endif
        /* The hub hears in the next registration that there is no block any more. */
    :: judging == 3 -> skip
        /* The hub hears in the next registration what was given up, and the client stays paused until then. */
    :: else -> settleAll(CLIENT, answer, AT_ONCE_CLIENT); paused = 0
    fi;
#if RESTORED != NOBODY
    judged = restored;
#endif
    judging = 0; waiting = 0; clear(answer)
}

inline register() {
    printf("the client registers\n");
    paused = 1; waiting = 1; speak(request, CLIENT)
}

/* ================================================================ both go on */

#define EMPTY(node) (!has[END(node, node)] || (!mem[END(node, node)] && from[END(node, node)] == N))

/* The end takes in what it was taking, and takes out what a need or a message asks for. */
inline settleDown(node) {
    for (n : 0 .. 1) {
        e = END(node, n);
        if
        :: taking[e] -> takeIn(e)
        :: else
        fi
    }
    e = 0; n = 0
}

inline reachFor(node, pool, byte_) {
    e = END(node, pool);
    before = from[e] + REACH;
    do
    :: has[e] && from[e] <= byte_ && byte_ < before -> takeOut(e); takeIn(e)
    :: else -> break
    od;
    e = 0; before = 0
}

/*
 * From here on nothing fails any more, and nobody interferes: a byte of each pool is exchanged, or a pool has none that both ends have;
 * at most one exchange fails before.
 */
inline goOn() {
    printf("from here on all goes well\n");
    if
    :: !up[CLIENT] || frozen[CLIENT] -> forget(CLIENT); begin(CLIENT)
    :: else
    fi;
    if
    :: !up[HUB] || frozen[HUB] -> forget(HUB); begin(HUB)
    :: else
    fi;
    judging = 0; waiting = 0; clear(request); clear(answer);
    settleDown(CLIENT); settleDown(HUB);
    tries = 0; failures = 0; over = 0;
    ok = settled[CLIENT] && settled[HUB] && !paused;
    do
    :: over -> break
    :: !over && !ok ->
        tries++;
        assert(tries <= 5);                     /* Registrations come to an end. */
        register();
        handleRequest(request, 1);
        handleAnswerFirst();
        handleAnswerSecond();
        ok = settled[CLIENT] && settled[HUB] && !paused
    :: !over && ok ->
        if
        :: has[END(CLIENT, 0)] && !NAMEABLE(CLIENT) && from[END(CLIENT, 0)] < N ->
            takeOut(END(CLIENT, 0)); takeIn(END(CLIENT, 0))
        :: else
        fi;
        if
        :: has[END(HUB, 1)] && !NAMEABLE(HUB) && from[END(HUB, 1)] < N -> takeOut(END(HUB, 1)); takeIn(END(HUB, 1))
        :: else
        fi;
        if
        :: !NAMEABLE(CLIENT) || !NAMEABLE(HUB) ->
            /* Nothing left, or a registration is due before more may be named. */
            over = (EMPTY(CLIENT) || EMPTY(HUB) -> 1 : 0);
            ok = over
        :: else ->
            i = LOWEST(NAMEABLE(CLIENT));
            name(CLIENT, i);
            reachFor(HUB, 0, i);
            if
            :: ACCEPTABLE(HUB, i) ->
                m = LOWEST(NAMEABLE(HUB));
                accept(HUB, i);
                name(HUB, m);
                reachFor(CLIENT, 1, m);
                over = (ACCEPTABLE(CLIENT, m) -> 1 : 0)
            :: else
            fi;
            i = 0; m = 0;
            if
            :: !over -> failures++; ok = 0; assert(failures <= 1) /* Both go on. */
            :: else
            fi
        fi
    od
}

/* One state for all that is over. */
inline end() {
    forget(CLIENT); forget(HUB); clear(request);
    for (i : 0 .. 1) {
        named[i] = 0; accepted[i] = 0; id[i] = 0; start[i] = 0; ids[i] = 0; runs[i] = 0
    }
    for (i : 0 .. 3) { has[i] = 0; from[i] = 0 }
    for (i : 0 .. 2 * IDS - 1) { seenStart[i] = 0; seenRun[i] = 0 }
    i = 0;
#if RESTORED != NOBODY
    copied = 0; restored = 0; judged = 0; copyId = 0; copyStart = 0;
    for (i : 0 .. 1) { copyHas[i] = 0; copyFrom[i] = 0 }
    for (i : 0 .. IDS - 1) { copySeenStart[i] = 0; copySeenRun[i] = 0 }
    i = 0;
#endif
#ifdef DELAYED
    clear(late);
#endif
    crashes = 0; stops = 0; tries = 0; failures = 0; over = 0; ok = 0
}

/* ================================================================ all that can happen */

/* What is left in memory behind the mark, which nobody has named. */
inline putBack(node) {
    printf("node %d puts back\n", node);
    for (p : 0 .. 1) {
        e = END(node, p);
        from[e] = MIN(mark[e], from[e]);
#ifndef M_NO_FREEZE
        mem[e] = 0
#endif
    }
    e = 0; p = 0; frozen[node] = 2
}

#ifdef COLD_COPIES
#define MAY_COPY (!up[RESTORED])
#else
#define MAY_COPY 1
#endif

#if RESTORED != NOBODY && defined(REGISTERS_BEFORE_CRASH)
#define MAY_CRASH(node) (up[node] && crashes < CRASHES && (node != RESTORED || !restored || judged))
#else
#define MAY_CRASH(node) (up[node] && crashes < CRASHES)
#endif

#define MAY_STOP(node) (USABLE(node) && !frozen[node] && !TAKING(node) && stops < STOPS)

active proctype world() {
    d_step {
        for (i : 0 .. 3) { has[i] = 1 }
        i = 0; begin(CLIENT); begin(HUB)
    };
    do
    /* ---- pools */
    :: d_step { MAY_TAKE_OUT(CLIENT, 0) -> takeOut(END(CLIENT, 0)) }
    :: d_step { MAY_TAKE_OUT(CLIENT, 1) -> takeOut(END(CLIENT, 1)) }
    :: d_step { MAY_TAKE_OUT(HUB, 0) -> takeOut(END(HUB, 0)) }
    :: d_step { MAY_TAKE_OUT(HUB, 1) -> takeOut(END(HUB, 1)) }
    :: d_step { taking[0] -> takeIn(0) }
    :: d_step { taking[1] -> takeIn(1) }
    :: d_step { taking[2] -> takeIn(2) }
    :: d_step { taking[3] -> takeIn(3) }
    /* The first byte, or another one: those before are given back later, or never. */
    :: d_step { MAY_ASK -> i = LOWEST(NAMEABLE(CLIENT)); name(CLIENT, i); i = 0 }
    :: d_step { MAY_ASK && (NAMEABLE(CLIENT) & (NAMEABLE(CLIENT) - 1)) ->
        i = LOWEST(NAMEABLE(CLIENT) & (NAMEABLE(CLIENT) - 1)); name(CLIENT, i); i = 0 }
    :: d_step { ACCEPTABLE(HUB, 0) -> serve(0) }
    :: d_step { ACCEPTABLE(HUB, 1) -> serve(1) }
    :: d_step { N > 2 && ACCEPTABLE(HUB, 2) -> serve(2) }
    :: d_step { N > 3 && ACCEPTABLE(HUB, 3) -> serve(3) }
    :: d_step { N > 4 && ACCEPTABLE(HUB, 4) -> serve(4) }
    :: d_step { N > 5 && ACCEPTABLE(HUB, 5) -> serve(5) }
    :: d_step { ACCEPTABLE(CLIENT, 0) -> accept(CLIENT, 0) }
    :: d_step { ACCEPTABLE(CLIENT, 1) -> accept(CLIENT, 1) }
    :: d_step { N > 2 && ACCEPTABLE(CLIENT, 2) -> accept(CLIENT, 2) }
    :: d_step { N > 3 && ACCEPTABLE(CLIENT, 3) -> accept(CLIENT, 3) }
    :: d_step { N > 4 && ACCEPTABLE(CLIENT, 4) -> accept(CLIENT, 4) }
    :: d_step { N > 5 && ACCEPTABLE(CLIENT, 5) -> accept(CLIENT, 5) }

    /* ---- registration: at any time, for whatever reason */
    :: d_step { up[CLIENT] && !frozen[CLIENT] && !waiting && !TAKING(CLIENT) -> register() }
    :: d_step { request.what && up[HUB] && !frozen[HUB] && !TAKING(HUB) -> handleRequest(request, waiting) }
    :: d_step { waiting && answer.what && !judging && !TAKING(CLIENT) && !frozen[CLIENT] -> handleAnswerFirst() }
    :: d_step { judging && !TAKING(CLIENT) && !frozen[CLIENT] -> handleAnswerSecond() }
    /* Lost, in either direction. */
    :: d_step { waiting && !judging -> printf("the registration is lost\n"); waiting = 0; clear(request); clear(answer) }
#ifdef DELAYED
    :: d_step { waiting && !judging && request.what && !late.what ->
        waiting = 0;
        late.what = 1; late.id = request.id; late.start = request.start; late.life = request.life;
        late.marks[0] = request.marks[0]; late.marks[1] = request.marks[1];
        late.known[0] = request.known[0]; late.known[1] = request.known[1];
        clear(request) }
    :: d_step { late.what && up[HUB] && !frozen[HUB] && !TAKING(HUB) -> handleRequest(late, 0) }
#endif

    /* ---- crashes, stops and starts */
    :: d_step { MAY_CRASH(CLIENT) -> crashes++; forget(CLIENT) }
    :: d_step { MAY_CRASH(HUB) -> crashes++; forget(HUB) }
    :: d_step { !up[CLIENT] -> begin(CLIENT) }
    :: d_step { !up[HUB] -> begin(HUB) }
    :: d_step { MAY_STOP(CLIENT) && !judging -> stops++; frozen[CLIENT] = 1 }
    :: d_step { MAY_STOP(HUB) -> stops++; frozen[HUB] = 1 }
    :: d_step { frozen[CLIENT] == 1 -> putBack(CLIENT) }
    :: d_step { frozen[HUB] == 1 -> putBack(HUB) }
    :: d_step { frozen[CLIENT] == 2 -> forget(CLIENT) }
    :: d_step { frozen[HUB] == 2 -> forget(HUB) }

#if RESTORED != NOBODY
    /* ---- a copy of a store, at any time, and its return */
    :: d_step { !copied && MAY_COPY ->
        copied = 1;
        printf("the store of node %d is copied\n", RESTORED);
        for (p : 0 .. 1) { copyHas[p] = has[END(RESTORED, p)]; copyFrom[p] = from[END(RESTORED, p)] }
        for (i : 0 .. IDS - 1) {
            copySeenStart[i] = seenStart[RESTORED * IDS + i]; copySeenRun[i] = seenRun[RESTORED * IDS + i]
        }
        p = 0; i = 0; copyId = id[RESTORED]; copyStart = start[RESTORED] }
    :: d_step { copied && !restored && !up[RESTORED] ->
        restored = 1;
        printf("the copy takes the place of the store\n");
        for (p : 0 .. 1) { has[END(RESTORED, p)] = copyHas[p]; from[END(RESTORED, p)] = copyFrom[p] }
        for (i : 0 .. IDS - 1) {
            seenStart[RESTORED * IDS + i] = copySeenStart[i]; seenRun[RESTORED * IDS + i] = copySeenRun[i]
        }
        id[RESTORED] = copyId; start[RESTORED] = copyStart;
        for (p : 0 .. 1) { copyHas[p] = 0; copyFrom[p] = 0 }
        for (i : 0 .. IDS - 1) { copySeenStart[i] = 0; copySeenRun[i] = 0 }
        p = 0; i = 0; copyId = 0; copyStart = 0 }
#endif

    :: d_step { goOn(); end() } -> break
    /* To see that the model gets there. */
#ifdef W_ALL_USED
    :: d_step { accepted[0] == BELOW(N) && accepted[1] == BELOW(N) -> assert(false) }
#endif
#ifdef W_USE_AFTER_RESTORE
    :: d_step { restored && judged && USABLE(CLIENT) && USABLE(HUB) && !paused && (named[1] & ~accepted[1]) && mem[3] -> assert(false) }
#endif
    od
}
