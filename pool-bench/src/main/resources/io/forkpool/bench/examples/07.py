# A forked child may be given an open file or a lock; to a spawned child they cannot be passed.
import multiprocessing
import sys
import tempfile
import threading


def read(file):
    print("the child reads:", file.readline().strip())


def use(lock):
    with lock:
        print("the child has the lock")


def start(context, target, argument):
    process = context.Process(target=target, args=(argument,))
    try:
        process.start()
    except TypeError as e:
        print("refused:", e)
    else:
        process.join()


if __name__ == "__main__":
    context = multiprocessing.get_context(sys.argv[1])
    with tempfile.TemporaryFile("w+") as file:
        file.write("a line\n")
        file.seek(0)
        start(context, read, file)
    start(context, use, threading.Lock())
