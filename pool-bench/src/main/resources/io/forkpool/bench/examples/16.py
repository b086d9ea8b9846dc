# An object that cannot travel to a worker: the message begins with what it is.
import multiprocessing
import sys
import threading


class Account:
    def __init__(self):
        self.owner = threading.Lock()


def name_of(thing):
    return type(thing).__name__


if __name__ == "__main__":
    context = multiprocessing.get_context(sys.argv[1])
    with context.Pool(1) as pool:
        try:
            pool.apply(name_of, (Account(),))
        except TypeError as e:
            print("refused:", e)
        print("the pool goes on:", pool.apply(name_of, (1.0,)).capitalize())
