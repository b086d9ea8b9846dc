# Five tasks of random length. With four workers the fifth waits until one has ended; with five all
# begin at once.
import multiprocessing
import os
import random
import sys
import time


def print(line):
    sys.stdout.write(line + '\n')  # in one piece, whoever else prints
    sys.stdout.flush()


def task(name):
    print('Run task %s (%s)...' % (name, os.getpid()))
    start = time.time()
    time.sleep(0.2 + random.random() / 2)
    print('Task %s runs %0.2f seconds.' % (name, time.time() - start))


def run(context, workers):
    print('Pool of %d workers.' % workers)
    p = context.Pool(workers)
    for i in range(5):
        p.apply_async(task, args=(i,))
    try:
        p.join()
    except ValueError as e:
        print('refused: %s' % e)
    print('Waiting for all subprocesses done...')
    p.close()
    p.join()
    print('All subprocesses done.')


if __name__ == '__main__':
    context = multiprocessing.get_context(sys.argv[1])
    print('Parent process %s.' % os.getpid())
    with context.Pool() as pool:
        workers = len(multiprocessing.active_children())
        print('by default a worker for each processor: %s' % str(workers == os.cpu_count()).lower())
    run(context, 4)
    run(context, 5)
