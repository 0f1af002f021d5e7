/*
 * The properties by name. A run watches all of them, or with -DWATCH=NAME one: a mutant has to break the
 * property that its protection is there for, and not just any.
 */
#define EVERY 0
#define OLD_EPOCH 1
#define ONE_LINE 2
#define FORK 3
#define TWICE 4
#define LOST 5
#define TOLD 6
#define UNCOMMITTED 7
#define ORDER 8
#define GAP 9
#define CHAIN 10
#define ROLLBACK 11
#define UNSETTLED 12

#ifndef WATCH
#define WATCH EVERY
#endif
#define PROPERTY(name, holds) assert((WATCH != EVERY && WATCH != name) || (holds))
