# A lock that a thread of the parent holds when it forks is never unlocked in the child: that
# thread is not there. The lock of a spawned child is its own, and free.
import multiprocessing
import sys
import threading

LOCK = threading.Lock()


def hold(held, done):
    with LOCK:
        held.set()
        done.wait()


def try_lock():
    if not LOCK.acquire(timeout=0.3):
        return "no"
    LOCK.release()
    return "yes"


if __name__ == "__main__":
    context = multiprocessing.get_context(sys.argv[1])
    held, done = threading.Event(), threading.Event()
    holder = threading.Thread(target=hold, args=(held, done))
    holder.start()
    held.wait()
    with context.Pool(1) as pool:
        print("the child gets the lock:", pool.apply(try_lock))
    done.set()
    holder.join()
    print("the parent gets the lock:", try_lock())
