/*
 * Requests and their second attempts: one client, two nodes, one partition whose owner changes. The client
 * sends message 1 in session 1. When the answer does not come, it sends the same payload again through any node,
 * or it ends the session at any node and signs the message anew, as message 2 in session 2.
 *
 * A request that a node forwards can stay in the grid, or in a node that is paused, for any time: it can be
 * carried out long after the client has given it up.
 */
#include "properties.h"

#ifndef TAKEOVERS
#define TAKEOVERS 2
#endif
/* How many requests and answers are lost, and how many requests are carried out once more. */
#ifndef LOSSES
#define LOSSES 2
#endif
#ifndef DOUBLES
#define DOUBLES 1
#endif
/* How often the client gives up although the answer may be on its way. */
#ifndef IMPATIENCE
#define IMPATIENCE 2
#endif

/* The row of the partition: who holds it. What the nodes believe is another thing. */
byte owner = 1;
bool believes[3];
byte takeovers = 0;

/* The lines: where a message stands, 0 if nowhere. */
byte length = 0;
byte place[3];
/* The row of session 1 says that it has ended. */
bool ended = false;
/* That is: told at a login that what is not in the history never will be. */
bool settled = false;

/* flight[3 * message + node]: a request on its way to a node. */
bool flight[9];
/* What is on its way to the client: 0 is nothing, NO_LINE that there is no line. */
#define NO_LINE 9
byte answer[3];
byte losses = 0;
byte doubles = 0;

byte current = 1;
bool decided = false;

#ifdef LIVE
ltl answered { <> decided }
#endif

#define TO(m, n) flight[3 * (m) + (n)]
#define UNDER_WAY(m) (TO(m, 1) || TO(m, 2))

/* Requests that nodes have in their hands. */
byte held = 0;
/* What nodes remember of sessions that ended. */
bool endedAt[3];

#if defined(ENDED_AT_OWNER) || defined(ENDED_AT_NODE)
#define SESSION_OVER(m) (endedAt[me] && (m) == 1)
#else
#define SESSION_OVER(m) (ended && (m) == 1)
#endif

inline write(m) {
  PROPERTY(TWICE, place[1] == 0 && place[2] == 0);
  PROPERTY(UNSETTLED, m != 1 || !settled);
  length++;
  place[m] = length
}

inline tell(m, what) {
  if
  :: answer[m] = what
  :: losses < LOSSES -> losses++
  fi
}

proctype Node(byte me) {
  byte m;
  bool isThere, isOver;
end:
  do
  :: atomic {
      if
      :: TO(1, me) -> m = 1
      :: TO(2, me) -> m = 2
      fi;
      held++;
      if
      :: TO(m, me) = false
      :: doubles < DOUBLES -> doubles++
      fi };
#ifdef LOOKED_EARLY
    /* When the request comes, and not when its line is written. */
    isThere = (place[m] != 0);
#endif
#ifdef ENDED_BY_SNAPSHOT
    /* In the transaction, but as of its beginning, and without the lock of the session's row. */
    isOver = SESSION_OVER(m);
#endif
    atomic {
      if
      :: losses < LOSSES -> losses++
      :: believes[me] && owner == me ->
        /* One transaction: the fence, whether the line is there already, whether its session goes on, the line.
         * lease.pml shows that it is worth what is assumed here. */
#ifndef LOOKED_EARLY
        isThere = (place[m] != 0);
#endif
#ifdef NO_LOOK
        isThere = false;
#endif
#ifndef ENDED_BY_SNAPSHOT
        isOver = SESSION_OVER(m);
#endif
        if
#ifdef REPLAYED
        :: isThere -> tell(m, NO_LINE)
#else
        :: isThere -> tell(m, place[m])
#endif
        :: !isThere && isOver -> tell(m, NO_LINE)
        :: else -> write(m); tell(m, place[m])
        fi
      :: !believes[me] || owner != me ->
        /* NotOwner, or fenced: whoever forwarded the request looks up the row and forwards it once more. */
        believes[me] = false;
#ifdef ROW_NOT_LOOKED_UP
        TO(m, me) = true
#else
        TO(m, owner) = true
#endif
      fi;
      held--; m = 0; isThere = false; isOver = false }
  od
}

proctype Takeovers() {
  do
  :: atomic { takeovers < TAKEOVERS -> takeovers++;
      if
      :: owner = 3 - owner
      /* The same node in a new life. */
      :: true
      fi;
      believes[owner] = true; endedAt[owner] = false }
  :: break
  od
}

proctype Client() {
  byte impatience;
  do
  :: !decided ->
    /* Through any node, which forwards it to the one that it takes for the owner. */
    atomic {
      if
      :: TO(current, 1) = true
      :: TO(current, 2) = true
      :: losses < LOSSES -> losses++
      fi };
    if
    :: atomic { answer[current] != 0 ->
        if
        :: answer[current] == NO_LINE -> PROPERTY(TOLD, place[current] == 0)
        :: else -> PROPERTY(TOLD, place[current] == answer[current])
        fi;
        answer[current] = 0;
        decided = true }
#ifndef NO_SECOND_ATTEMPT
    :: atomic { !UNDER_WAY(current) && held == 0 && answer[current] == 0 -> true }
    :: atomic { impatience < IMPATIENCE -> impatience++ };
#endif
    fi;
    if
    :: current == 1 && !decided ->
      /* A login that ends the session. Then the history says what became of the message. */
#if defined(ENDED_AT_NODE)
      if
      :: endedAt[1] = true
      :: endedAt[2] = true
      fi;
#elif defined(ENDED_AT_OWNER)
      d_step { believes[owner] -> endedAt[owner] = true };
#else
      ended = true;
#endif
      atomic {
        if
        :: place[1] != 0 -> decided = true
        :: else -> settled = true; current = 2
        fi }
    /* Or the same payload once more. */
    :: true
    fi
  :: decided -> break
  od
}

init {
  atomic {
    believes[1] = true;
    /* Two requests at a time at one of the nodes. */
    run Node(1); run Node(1); run Node(2); run Takeovers(); run Client() }
}
