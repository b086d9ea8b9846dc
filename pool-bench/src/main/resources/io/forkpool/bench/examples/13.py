# An external command: its exit code, and its input and output, however large.
import multiprocessing
import subprocess
import sys


def cat():
    p = subprocess.Popen(['cat'], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    output, err = p.communicate(bytes(10 << 20))
    return '%d bytes' % len(output)


if __name__ == '__main__':
    context = multiprocessing.get_context(sys.argv[1])
    print('$ echo hello; exit 3')
    r = subprocess.call(['sh', '-c', 'echo hello; exit 3'])
    print('Exit code:', r)
    print('$ sort')
    p = subprocess.Popen(['sort'], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    output, err = p.communicate(b'b\nc\na\n')
    print(output.decode('utf-8'), end='')
    print('Exit code:', p.returncode)
    print('$ cat')
    print('There and back:', cat())
    with context.Pool(1) as pool:
        print('In a worker:', pool.apply(cat))
