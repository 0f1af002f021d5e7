/*
 * A planned leave: node 1 holds the partition and leaves, node 2 takes over. Request 1 is of a client that is
 * connected to node 1 and is told to go to node 2, the others come through node 2.
 */
#include "properties.h"

#ifndef REQUESTS
#define REQUESTS 3
#endif
/* How often the lease runs out while node 1 is paused. */
#ifndef LAPSES
#define LAPSES 1
#endif

#define NOBODY 0
byte epoch = 1;
byte holder = 1;
byte lapses = 0;
byte mine[3];

/* Where a request is: not yet sent, with the node to which its client is connected, in the queue of a node that
 * believes to be the owner, in the record. */
mtype = { NOT_SENT, WITH_NODE, QUEUED, RECORDED };
mtype request[REQUESTS + 1] = NOT_SENT;
byte through[REQUESTS + 1];
byte queuedAt[REQUESTS + 1];
bool answered[REQUESTS + 1];

/* LEAVING: its clients are told to go; DRAINING: it takes no more lines; RELEASED: it has said goodbye. */
mtype = { SERVING, LEAVING, DRAINING, RELEASED, ENDED };
mtype state = SERVING;
bool connected = true;

#ifdef LIVE
ltl all_answered { <> (answered[1] && answered[2] && answered[3]) }
#endif

#ifdef STOPS_TAKING_FIRST
#define TAKES(n) (n == 2 || state == SERVING)
#else
#define TAKES(n) (n == 2 || state == SERVING || state == LEAVING)
#endif

#ifdef NO_DRAIN
#define IS_DRAINED true
#else
#define IS_DRAINED (queuedAt[1] != 1 && queuedAt[2] != 1 && queuedAt[3] != 1)
#endif

#ifdef CLOSED_EARLY
#define HAS_ANSWERS true
#else
#define HAS_ANSWERS (through[1] != 1 || answered[1])
#endif

#ifdef FENCED_IS_REFUSED
#define FENCED_GOES_BACK false
#else
#define FENCED_GOES_BACK true
#endif

inline take(m) {
  request[m] = QUEUED; queuedAt[m] = me
}

/* Fenced means that nothing was written: the request goes back to the node with the connection, which looks up
 * the row. */
inline write(m) {
  if
  :: mine[me] == epoch -> request[m] = RECORDED
  :: else -> PROPERTY(REFUSED, FENCED_GOES_BACK); request[m] = WITH_NODE; mine[me] = 0
  fi;
  queuedAt[m] = 0
}

#define CAN_TAKE(m) (request[m] == WITH_NODE && mine[me] != 0 && TAKES(me))
#define CAN_WRITE(m) (queuedAt[m] == me && (state != ENDED || me == 2))

proctype Client() {
  byte m;
  for (m : 1 .. REQUESTS) {
    d_step {
      through[m] = (m == 1 && connected -> 1 : 2);
      request[m] = WITH_NODE }
  }
}

/* An owner, or a node that believes to be one. */
proctype Owner(byte me) {
end:
  do
  :: d_step { CAN_TAKE(1) -> take(1) }
  :: d_step { CAN_TAKE(2) -> take(2) }
  :: d_step { CAN_TAKE(3) -> take(3) }
  :: d_step { CAN_WRITE(1) -> write(1) }
  :: d_step { CAN_WRITE(2) -> write(2) }
  :: d_step { CAN_WRITE(3) -> write(3) }
  od
}

/* The answers stand in the stream, which each node gets. */
proctype Answers() {
end:
  do
  :: d_step { request[1] == RECORDED && !answered[1] && (through[1] == 2 || connected) -> answered[1] = true }
  :: d_step { request[2] == RECORDED && !answered[2] -> answered[2] = true }
  :: d_step { request[3] == RECORDED && !answered[3] -> answered[3] = true }
  od
}

proctype Leave() {
  state = LEAVING;
  atomic { HAS_ANSWERS -> PROPERTY(ANSWER, through[1] != 1 || answered[1]); connected = false };
  state = DRAINING;
  /* Not as one step: what is drained stays drained, since nothing more is taken. */
  IS_DRAINED;
#ifdef RELEASED_WITHOUT_EPOCH
  d_step { PROPERTY(DEPOSED, holder != 2); holder = NOBODY };
#else
  d_step {
    if
    :: mine[1] == epoch -> holder = NOBODY
    :: else
    fi };
#endif
  state = RELEASED;
  d_step { state = ENDED;
    PROPERTY(REFUSED, queuedAt[1] != 1 && queuedAt[2] != 1 && queuedAt[3] != 1) }
}

proctype Successor() {
  atomic {
    if
    :: holder == NOBODY
    :: lapses < LAPSES -> lapses++
    fi;
    epoch++; holder = 2; mine[2] = epoch }
}

init {
  atomic {
    mine[1] = 1;
    run Client(); run Owner(1); run Owner(2); run Answers(); run Leave(); run Successor() }
}
