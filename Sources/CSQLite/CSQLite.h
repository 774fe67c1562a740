#include <sqlite3.h>

/// Has the engine keep no statistics of its memory, for which it takes a lock at every allocation. Only before it is first used.
static inline int csqlite_keep_no_memory_statistics(void) {
    return sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

/// Gives a connection so many slots of memory of its own, so that statements need not ask the system for theirs. Only while it uses none.
static inline int csqlite_set_lookaside(sqlite3 *database, int size, int count) {
    return sqlite3_db_config(database, SQLITE_DBCONFIG_LOOKASIDE, (void *)0, size, count);
}
