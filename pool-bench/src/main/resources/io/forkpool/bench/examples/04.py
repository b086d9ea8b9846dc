# The default start method is set once, before it is used; a context has the same API beside it.
import multiprocessing
import sys


def square(x):
    return x * x


if __name__ == "__main__":
    multiprocessing.set_start_method(sys.argv[1])
    print("the default:", multiprocessing.get_start_method())
    try:
        multiprocessing.set_start_method("spawn")
    except RuntimeError as e:
        print("refused:", e)
    by_default = multiprocessing.Pool(1)
    by_context = multiprocessing.get_context("spawn").Pool(1)
    with by_default, by_context:
        print("by the default:", by_default.apply(square, (7,)))
        print("by a context:", by_context.apply(square, (7,)))
