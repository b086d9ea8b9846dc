/* The floor of every fork: for each line on stdin, fork() and the milliseconds to the child's first byte. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double millis(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1e3 + now.tv_nsec / 1e6;
}

int main(void) {
  char line[16];
  while (fgets(line, sizeof line, stdin) != NULL) {
    int ends[2];
    char byte = 1;
    if (pipe(ends) != 0) {
      perror("pipe");
      return 1;
    }
    double begun = millis();
    pid_t child = fork();
    if (child < 0) {
      perror("fork");
      return 1;
    }
    if (child == 0) {
      _exit(write(ends[1], &byte, 1) == 1 ? 0 : 1);
    }
    if (read(ends[0], &byte, 1) != 1) {
      perror("read");
      return 1;
    }
    double taken = millis() - begun;
    waitpid(child, NULL, 0);
    close(ends[0]);
    close(ends[1]);
    printf("%.6f\n", taken);
    fflush(stdout);
  }
  return 0;
}
