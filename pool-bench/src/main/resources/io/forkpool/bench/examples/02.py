# A parent with a thread that sleeps has two threads, its forked child one: the one that forks.
import os
import threading
import time

threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
child = os.fork()
if child == 0:
    print("threads in the child:", threading.active_count())
    os._exit(0)
os.waitpid(child, 0)
print("threads in the parent:", threading.active_count())
