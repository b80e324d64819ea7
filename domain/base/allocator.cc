// Part of every program: jemalloc reads this symbol before main.

// Memory that is free goes back to the machine after some seconds also when nothing more is
// allocated: a service that has made its replica and then waits would keep all that took.
extern "C" const char* malloc_conf = "background_thread:true";
