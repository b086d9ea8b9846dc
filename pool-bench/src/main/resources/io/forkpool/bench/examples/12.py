# Five tasks of random length. With four workers the fifth waits until one has ended; with five all
# begin at once.
import functools
import multiprocessing
import os
import random
import sys
import time

print = functools.partial(print, flush=True)  # line by line, whoever prints


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
        print('refused:', e)
    print('Waiting for all subprocesses done...')
    p.close()
    p.join()
    print('All subprocesses done.')


if __name__ == '__main__':
    context = multiprocessing.get_context(sys.argv[1])
    print('Parent process %s.' % os.getpid())
    with context.Pool() as pool:
        print('by default a worker for each processor:',
              str(len(multiprocessing.active_children()) == os.cpu_count()).lower())
    run(context, 4)
    run(context, 5)
