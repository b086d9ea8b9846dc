/*
 * The JVM publishes its counters in /tmp/hsperfdata_<user>/<pid>, mapped shared. The child's watcher thread
 * would go on counting in its parent's file, so the child gets a private copy at the same address. (It has no
 * file of its own: jps does not list it; jcmd with its pid works.)
 */
#include "forkpool.h"

#include <stdio.h>
#include <string.h>
#include <sys/mman.h>

/* Before the first fork. */
void perfdata_find(void)
{
  FILE *maps = fopen("/proc/self/maps", "re");
  char line[4352];
  while (maps != NULL && fgets(line, sizeof line, maps) != NULL) {
    unsigned long begin, end;
    char mode[5];
    if (strstr(line, "/hsperfdata_") != NULL && sscanf(line, "%lx-%lx %4s", &begin, &end, mode) == 3 &&
        strcmp(mode, "rw-s") == 0) {
      forkpool.perfdata = (void *)begin;
      forkpool.perfdata_bytes = end - begin;
    }
  }
  if (maps != NULL) {
    fclose(maps);
  }
}

/* In the child, before its threads run. If there is no memory, the sharing does less harm than an end here. */
void perfdata_separate(void)
{
  if (forkpool.perfdata == NULL) {
    return;
  }
  void *copy = mmap(NULL, forkpool.perfdata_bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (copy != MAP_FAILED) {
    memcpy(copy, forkpool.perfdata, forkpool.perfdata_bytes);
    mremap(copy, forkpool.perfdata_bytes, forkpool.perfdata_bytes, MREMAP_MAYMOVE | MREMAP_FIXED,
           forkpool.perfdata);
  }
  forkpool.perfdata = NULL;
}
