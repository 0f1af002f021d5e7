/*
 * What people see: lines that were committed reach connections at two nodes over a topic that loses, doubles
 * and reorders. Connection 1 stays at node 1. Connection 2 begins at node 2, loses its connection and comes back
 * at either.
 *
 * The topic is a set: what was published may be heard at any time, any number of times, or never.
 */
#include "properties.h"

#ifndef LINES
#define LINES 3
#endif
#ifndef MOVES
#define MOVES 2
#endif

/* The database: line[p] is the message at a position. */
byte length = 0;
byte line[LINES + 2];
byte written = 0;

/* Bits: which messages were published with this position. */
byte topic[LINES + 2];

/* The last position that a node has delivered. */
byte delivered[3];

/* A connection's node, 0 while it has none; the last line that the client has verified. */
byte at[3];
byte seen[3];
byte answers[LINES + 1];

/* Messages 1 and 2 are of connection 1, all others of connection 2. */
#define SENDER(m) ((m) <= 2 -> 1 : 2)

#ifdef LIVE
ltl delivered_to_all { <>[] (length == LINES && seen[1] == LINES && seen[2] == LINES) }
#endif

/* Whoever is the owner: what it commits, in what order, and whether it lives to publish it, is open. */
proctype Owner() {
  byte m;
  do
  :: length < LINES ->
    d_step { m = 1;
      do
      :: m < LINES && (written & (1 << m)) -> m++
      :: else -> break
      od };
    if
    /* The order of requests that come from several nodes is not that in which they were sent. */
    :: m < LINES && !(written & (1 << (m + 1))) -> m++
    :: true
    fi;
#ifdef PUBLISHED_FIRST
    topic[length + 1] = topic[length + 1] | (1 << m);
    if
    /* The commit fails, and another message gets the place. */
    :: goto next
    :: true
    fi;
#endif
    d_step { length++; line[length] = m; written = written | (1 << m);
      topic[length] = topic[length] | (1 << m) };
next:
    m = 0
  :: length == LINES -> break
  od
}

/* One connection gets a line: the answer if it sent it, else the push. */
inline put(c, p, m, isAnswer) {
  if
  :: at[c] == me ->
    PROPERTY(ORDER, p <= length && line[p] == m);
    PROPERTY(TWICE, p > seen[c]);
    PROPERTY(GAP, p <= seen[c] + 1);
    if
    :: SENDER(m) == c -> PROPERTY(ANSWER, isAnswer && answers[m] == 0); answers[m]++
    :: else
    fi;
    seen[c] = p
  :: else
  fi
}

inline deliver(p, m, isAnswer) {
  put(1, p, m, isAnswer);
  put(2, p, m, isAnswer);
  delivered[me] = p
}

#ifdef FILLED_WITHOUT_ANSWER
#define ANSWERS_WHEN_FILLING false
#else
#define ANSWERS_WHEN_FILLING true
#endif

proctype Topic(byte me) {
  byte p, m;
end:
  do
  :: atomic {
      p = 1;
      do
      :: p < LINES -> p++
      :: break
      od;
      m = 1;
      do
      :: m < LINES -> m++
      :: break
      od;
      if
#ifdef ORDER_OF_TOPIC
      :: (topic[p] & (1 << m)) -> deliver(p, m, true)
#elif defined(GAP_NOT_FILLED)
      :: (topic[p] & (1 << m)) && p > delivered[me] -> deliver(p, m, true)
#else
      :: (topic[p] & (1 << m)) && p == delivered[me] + 1 -> deliver(p, m, true)
      /* A gap: the line before comes from the database, and this one when it is heard again, or likewise. */
      :: (topic[p] & (1 << m)) && p > delivered[me] + 1 ->
        deliver(delivered[me] + 1, line[delivered[me] + 1], ANSWERS_WHEN_FILLING)
#endif
      :: else
      fi;
      p = 0; m = 0 }
  od
}

#ifndef NO_HEADS
/* The heads that a node hears each second tell it of lines of which the topic has told it nothing. */
proctype Heads(byte me) {
end:
  do
  :: atomic { delivered[me] < length -> deliver(delivered[me] + 1, line[delivered[me] + 1], ANSWERS_WHEN_FILLING) }
  od
}
#endif

#ifdef ANSWER_APART
/* The owner answers the node that forwarded the request, past the stream. */
proctype Answers(byte me) {
  byte p;
end:
  do
  :: atomic { p = 1;
      do
      :: p < LINES -> p++
      :: break
      od;
      if
      :: p <= length && p > seen[1] && SENDER(line[p]) == 1 -> PROPERTY(ANSWER, p == seen[1] + 1)
      :: else
      fi;
      p = 0 }
  od
}
#endif

proctype Client() {
  byte moves, told, goal, to;
  do
  :: moves < MOVES ->
    atomic { moves++; at[2] = 0 };
    if
    :: to = 1
    :: to = 2
    fi;
    /* The head that the login tells is not what this node has delivered, but what the record holds. */
    goal = length;
#ifndef LOGIN_FROM_MEMORY
    delivered[to] >= goal;
#endif
    /* The stream begins behind the position that the login tells. Up to there the client reads the history,
     * and it keeps what comes meanwhile until that is done. */
    atomic { told = delivered[to];
      PROPERTY(ROLLBACK, told >= seen[2]);
      seen[2] = (seen[2] < told -> told : seen[2])
#ifdef JOINED_LATE
      };
    atomic {
#else
      ;
#endif
      at[2] = to;
      told = 0; goal = 0; to = 0 }
  :: break
  od
}

init {
  atomic {
    at[1] = 1; at[2] = 2;
    run Owner(); run Client();
    run Topic(1); run Topic(2);
#ifndef NO_HEADS
    run Heads(1); run Heads(2);
#endif
#ifdef ANSWER_APART
    run Answers(1)
#endif
  }
}
