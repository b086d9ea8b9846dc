# Logging that the parent has configured: a forked child uses it, no other child does.
import logging
import multiprocessing
import sys

LOG = logging.getLogger("example")


def child():
    LOG.debug("from the child")
    return "logged"


if __name__ == "__main__":
    context = multiprocessing.get_context(sys.argv[1])
    LOG.setLevel(logging.DEBUG)
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(logging.Formatter("%(name)s: %(message)s"))
    LOG.addHandler(handler)
    LOG.debug("from the parent")
    with context.Pool(1) as pool:
        pool.apply(child)
    print("done")
