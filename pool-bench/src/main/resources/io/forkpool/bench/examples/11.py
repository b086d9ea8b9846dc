# A process with an argument: it is started, and waited for.
import multiprocessing
import os
import sys


def run_proc(name):
    print('Run child process %s (%s)...' % (name, os.getpid()))


if __name__ == '__main__':
    context = multiprocessing.get_context(sys.argv[1])
    print('Parent process %s.' % os.getpid())
    p = context.Process(target=run_proc, args=('test',))
    print('Child process will start.')
    p.start()
    p.join()
    print('Child process end.')
