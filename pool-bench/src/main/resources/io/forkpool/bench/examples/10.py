# The call itself: it returns 0 in the child, and the child's process id in the parent.
import os
import sys


def print(line):
    sys.stdout.write(line + '\n')  # in one piece, whoever else prints
    sys.stdout.flush()


print('Process (%s) start...' % os.getpid())
pid = os.fork()
if pid == 0:
    print('I am child process (%s) and my parent is %s.' % (os.getpid(), os.getppid()))
    os._exit(0)
print('I (%s) just created a child process (%s).' % (os.getpid(), pid))
os.waitpid(pid, 0)
