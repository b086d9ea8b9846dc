package io.forkpool.posix;

import static io.forkpool.posix.Check.check;

import java.util.ArrayList;
import java.util.List;

/** Hooks run around every fork, in the order of Python's. */
enum HookCheck implements ChildCheck {
  HOOKS_RUN_IN_ORDER {
    private final List<String> order = new ArrayList<>();
    private final List<ForkHook> hooks = List.of(hook("a", order), hook("b", order));

    @Override
    public void beforeFork() {
      hooks.forEach(Posix::addForkHook);
    }

    @Override
    public void inChild() {
      check(order.equals(List.of("before b", "before a", "child a", "child b")), order.toString());
    }

    @Override
    public void afterChild() {
      check(hooks.stream().allMatch(Posix::removeForkHook), "registered");
      check(
          order.equals(List.of("before b", "before a", "parent a", "parent b")), order.toString());
    }
  },
  HOOKS_THAT_THROW_HARM_NOBODY {
    private final List<String> order = new ArrayList<>();
    private final ForkHook bad = new BadHook();
    private final ForkHook good = hook("a", order);

    @Override
    public void beforeFork() {
      Posix.addForkHook(bad);
      Posix.addForkHook(good);
    }

    @Override
    public void inChild() {
      check(order.equals(List.of("before a", "child a")), order.toString());
    }

    @Override
    public void afterChild() {
      check(Posix.removeForkHook(bad) && Posix.removeForkHook(good), "registered");
      check(order.equals(List.of("before a", "parent a")), order.toString());
    }
  },
  HOOKS_SEE_A_CHILD_THAT_IS_REPAIRED {
    private final List<Boolean> seen = new ArrayList<>();
    private ForkHook hook;

    @Override
    public void beforeFork() {
      Thread ghost = new Thread(() -> Wait.forEver(), "a-ghost-for-hooks");
      ghost.setDaemon(true);
      ghost.start();
      hook =
          new ForkHook() {
            @Override
            public void afterInChild() {
              seen.add(!ghost.isAlive() && ProcessHandle.current().pid() == Posix.getpid());
            }
          };
      Posix.addForkHook(hook);
    }

    @Override
    public void inChild() {
      check(seen.equals(List.of(true)), "a hook saw a child that was not repaired");
    }

    @Override
    public void afterChild() {
      check(Posix.removeForkHook(hook), "registered");
      check(seen.isEmpty(), "the child's part ran in the parent");
    }
  };

  private static final class BadHook implements ForkHook {
    @Override
    public void before() {
      throw new IllegalStateException("a hook that throws");
    }

    @Override
    public void afterInParent() {
      throw new IllegalStateException("a hook that throws");
    }

    @Override
    public void afterInChild() {
      throw new IllegalStateException("a hook that throws");
    }
  }

  static ForkHook hook(String name, List<String> order) {
    return new ForkHook() {
      @Override
      public void before() {
        order.add("before " + name);
      }

      @Override
      public void afterInParent() {
        order.add("parent " + name);
      }

      @Override
      public void afterInChild() {
        order.add("child " + name);
      }
    };
  }
}
