/*
 * The properties by name. A run watches all of them, or with -DWATCH=NAME one: a mutant has to break the
 * property that its protection is there for, and not just any.
 */
#define EVERY 0
#define OLD_EPOCH 1
#define ONE_LINE 2
#define FORK 3
#define LOST 4
#define TOLD 5
#define HEAD 6
#define STALE_HEAD 7
#define DEPOSED 8
#define TWICE 9
#define ORDER 10
#define ANSWER 11
#define GAP 12
#define ROLLBACK 13
#define FALSE_ALARM 14
#define REFUSED 15
#define HALF 16
#define UNSETTLED 17

#ifndef WATCH
#define WATCH EVERY
#endif
#define PROPERTY(name, holds) assert((WATCH != EVERY && WATCH != name) || (holds))
