# A pipe between two processes.
import multiprocessing
import sys


def child(connection):
    connection.send([42, None, 'hello'])
    print('the child has received:', connection.recv())
    connection.close()


if __name__ == '__main__':
    context = multiprocessing.get_context(sys.argv[1])
    parent_end, child_end = context.Pipe()
    p = context.Process(target=child, args=(child_end,))
    p.start()
    child_end.close()
    print('the parent has received:', parent_end.recv()[2])
    parent_end.send('thanks')
    p.join()
    try:
        parent_end.recv()
    except EOFError:
        print('the child has closed its end')
