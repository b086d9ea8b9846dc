# A fork server: the parent starts it, it has one thread, and it makes the children.
import multiprocessing
import os
import sys


def child():
    return os.getpid(), os.getppid()


def parent_of(pid):
    with open(f"/proc/{pid}/stat") as stat:
        return int(stat.read().rsplit(")", 1)[1].split()[1])


if __name__ == "__main__":
    context = multiprocessing.get_context(sys.argv[1])
    print("the parent is", os.getpid())
    with context.Pool(1) as pool:
        pid, server = pool.apply(child)
        print(f"the child {pid} was made by {server}")
        print(f"the server {server} was made by {parent_of(server)}")
        print("threads in the server:", len(os.listdir(f"/proc/{server}/task")))
