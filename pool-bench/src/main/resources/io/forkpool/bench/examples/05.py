# A process puts a string into a queue: by the default start method, and by a context.
import multiprocessing
import os
import sys


def foo(queue):
    print("the child is", os.getpid())
    queue.put("hello")


def run(context):
    queue = context.Queue()
    process = context.Process(target=foo, args=(queue,))
    process.start()
    print(queue.get())
    process.join()


if __name__ == "__main__":
    multiprocessing.set_start_method(sys.argv[1])
    run(multiprocessing)
    run(multiprocessing.get_context(sys.argv[1]))
