# Producer and consumer over a queue; the consumer never ends by itself.
import multiprocessing
import os
import random
import sys
import time


def print(line):
    sys.stdout.write(line + '\n')  # in one piece, whoever else prints
    sys.stdout.flush()


def write(q):
    print('Process to write: %s' % os.getpid())
    for value in ['A', 'B', 'C']:
        print('Put %s to queue...' % value)
        q.put(value)
        time.sleep(random.random() / 4)


def read(q):
    print('Process to read: %s' % os.getpid())
    while True:
        value = q.get(True)
        print('Get %s from queue.' % value)
        q.task_done()


if __name__ == '__main__':
    context = multiprocessing.get_context(sys.argv[1])
    q = context.JoinableQueue()
    pw = context.Process(target=write, args=(q,))
    pr = context.Process(target=read, args=(q,))
    pw.start()
    pr.start()
    pw.join()
    q.join()
    pr.terminate()
    pr.join()
    print('The consumer has ended with %d.' % pr.exitcode)
