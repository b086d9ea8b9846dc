"""CPython's side of a comparison: for every line on stdin, one run, and its value on stdout.

python3 peer.py ROW START_METHOD NUMBERS...    the rows and their numbers are PoolMain's
"""

import multiprocessing
import statistics
import sys
import time
import zlib


def successor(x):
    return x + 1


def square(x):
    return x * x


def glance(block):
    return len(block), block[0], block[-1]


def text(length):
    x = 1
    content = bytearray(length)
    for i in range(length):
        x = (x * 1103515245 + 12345) & 0x7FFFFFFF
        content[i] = 97 + (x >> 16) % 16
    return bytes(content)


CONTENT = None


def compressed_length(task, length):
    global CONTENT
    if CONTENT is None:
        CONTENT = text(2 * length)
    begin = task % length
    packer = zlib.compressobj(6)
    return len(packer.compress(CONTENT[begin:begin + length])) + len(packer.flush())


class CompressedLength:
    """A function with its argument: what a lambda captures."""

    def __init__(self, length):
        self.length = length

    def __call__(self, task):
        return compressed_length(task, self.length)


def start(context, workers):
    def run():
        begun = time.perf_counter()
        pool = context.Pool(workers)
        result = pool.apply(successor, (41,))
        millis = (time.perf_counter() - begun) * 1e3
        assert result == 42
        pool.close()
        pool.join()
        return millis

    return run


def apply(context, trips):
    pool = context.Pool(2)

    def run():
        micros = []
        for x in range(trips):
            begun = time.perf_counter()
            result = pool.apply(successor, (x,))
            micros.append((time.perf_counter() - begun) * 1e6)
            assert result == x + 1
        return statistics.median(micros)

    return run


def tiny(context, tasks, chunk):
    pool = context.Pool(2)
    inputs = list(range(tasks))
    expected = [x * x for x in inputs]

    def run():
        begun = time.perf_counter()
        result = pool.map(square, inputs, chunk or None)
        seconds = time.perf_counter() - begun
        assert result == expected
        return tasks / seconds

    return run


def argument(context, length):
    pool = context.Pool(1)
    block = bytes(length)

    def run():
        begun = time.perf_counter()
        result = pool.apply(glance, (block,))
        seconds = time.perf_counter() - begun
        assert result == (length, 0, 0)
        return length / 1e9 / seconds

    return run


def cpu(context, tasks, length):
    pool = context.Pool(2)
    inputs = list(range(tasks))
    expected = [compressed_length(task, length) for task in inputs]

    def run():
        begun = time.perf_counter()
        result = pool.map(CompressedLength(length), inputs)
        millis = (time.perf_counter() - begun) * 1e3
        assert result == expected
        return millis

    return run


if __name__ == '__main__':
    rows = {'start': start, 'apply': apply, 'map': tiny, 'argument': argument, 'cpu': cpu}
    numbers = [int(number) for number in sys.argv[3:]]
    measure = rows[sys.argv[1]](multiprocessing.get_context(sys.argv[2]), *numbers)
    for line in sys.stdin:
        print(measure(), flush=True)
