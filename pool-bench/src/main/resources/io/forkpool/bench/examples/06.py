# What main sets is not there in a spawned child: it must be passed, and what is passed is a copy.
import multiprocessing
import sys

setting = "as the program has it"


def child(passed):
    print("the child sees:", setting)
    passed.append("by the child")
    print("it was passed:", ', '.join(passed))


if __name__ == "__main__":
    context = multiprocessing.get_context(sys.argv[1])
    setting = "as main has set it"
    passed = ["by main"]
    process = context.Process(target=child, args=(passed,))
    process.start()
    process.join()
    print("the parent sees:", setting)
    print("it has passed:", ', '.join(passed))
