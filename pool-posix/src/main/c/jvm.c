/*
 * The natives of io.forkpool.posix.Vm: JVMTI suspension and the fork call. Registered by hand, since JNA loads
 * this library and the JVM therefore does not look for native methods in it.
 */
#include "forkpool.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { THREAD_STRUCT_SCAN_BYTES = 2048 }; /* the tid is at 720 on x86-64 glibc since 2.11 */

/* HotSpot keeps the Thread* of each of its threads in thread-specific data; the key is not public. */
static bool find_thread_key(const void *vm_thread)
{
  for (pthread_key_t key = 0; key < PTHREAD_KEYS_MAX; key++) {
    if (pthread_getspecific(key) == vm_thread) {
      forkpool.thread_key = key;
      return true;
    }
  }
  return false;
}

static bool find_tid_offset(void)
{
  const pid_t tid = (pid_t)syscall(SYS_gettid);
  const char *self = (const char *)pthread_self();
  for (size_t offset = 0; offset < THREAD_STRUCT_SCAN_BYTES; offset += sizeof tid) {
    if (memcmp(self + offset, &tid, sizeof tid) == 0) {
      forkpool.tid_offset = offset;
      return true;
    }
  }
  return false;
}

static const char *find_jvmti(void)
{
  if ((*forkpool.vm)->GetEnv(forkpool.vm, (void **)&forkpool.jvmti, JVMTI_VERSION_1_2) != JNI_OK) {
    return "this JVM offers no JVMTI";
  }
  jvmtiCapabilities wanted = {.can_suspend = 1};
  if ((*forkpool.jvmti)->AddCapabilities(forkpool.jvmti, &wanted) != JVMTI_ERROR_NONE) {
    return "another agent, for instance a debugger, owns the right to suspend threads; run without it";
  }
  jvmtiCapabilities bytecodes = {.can_get_bytecodes = 1};
  if ((*forkpool.jvmti)->AddCapabilities(forkpool.jvmti, &bytecodes) != JVMTI_ERROR_NONE) {
    return "this JVM does not show its bytecodes";
  }
  return NULL;
}

static const char *attach(JNIEnv *env, jclass threads, jobject self)
{
  (*env)->GetJavaVM(env, &forkpool.vm);
  forkpool.eetop = (*env)->GetFieldID(env, threads, "eetop", "J");
  if (forkpool.eetop == NULL) {
    (*env)->ExceptionClear(env);
    return "this JVM's threads have no eetop: it is not HotSpot as it is known here";
  }
  if (!find_thread_key((void *)(intptr_t)(*env)->GetLongField(env, self, forkpool.eetop))) {
    return "this JVM does not keep its threads where HotSpot does";
  }
  if (!find_tid_offset()) {
    return "this C library does not keep a thread's id in its thread struct";
  }
  if (!pause_install_handler()) {
    return "no real-time signal is free";
  }
  const char *failure = vmstructs_find(env, (void *)(intptr_t)(*env)->GetLongField(env, self, forkpool.eetop));
  if (failure != NULL) {
    return failure;
  }
  perfdata_find();
  return find_jvmti();
}

/* Returns why not, or null. */
static jstring vm_attach(JNIEnv *env, jclass type, jobject self)
{
  (void)type;
  const char *failure = attach(env, (*env)->FindClass(env, "java/lang/Thread"), self);
  return failure == NULL ? NULL : (*env)->NewStringUTF(env, failure);
}

enum { LOCAL_REFERENCES = 8192 }; /* GetAllThreads makes one for each thread, and reserves none */

/* The live platform threads, or null. */
static jobjectArray vm_threads(JNIEnv *env, jclass type)
{
  (void)type;
  jint count;
  jthread *threads;
  if ((*env)->EnsureLocalCapacity(env, LOCAL_REFERENCES) != 0) {
    return NULL;
  }
  if ((*forkpool.jvmti)->GetAllThreads(forkpool.jvmti, &count, &threads) != JVMTI_ERROR_NONE) {
    return NULL;
  }
  jobjectArray array = (*env)->NewObjectArray(env, count, (*env)->FindClass(env, "java/lang/Thread"), NULL);
  for (jint i = 0; i < count; i++) {
    if (array != NULL) {
      (*env)->SetObjectArrayElement(env, array, i, threads[i]);
    }
    (*env)->DeleteLocalRef(env, threads[i]);
  }
  (*forkpool.jvmti)->Deallocate(forkpool.jvmti, (unsigned char *)threads);
  return array;
}

/* Within such a section no collection can begin, so whoever allocates may have to wait for its end. */
static bool is_in_critical_section(JNIEnv *env, jobject thread)
{
  const char *vm_thread = (const char *)(intptr_t)(*env)->GetLongField(env, thread, forkpool.eetop);
  return vm_thread != NULL && forkpool.critical_offset != 0 &&
         *(const volatile int32_t *)(vm_thread + forkpool.critical_offset) > 0;
}

enum { IN_CRITICAL_SECTION = -1 };

static void resume_one(jthread thread)
{
  (*forkpool.jvmti)->ResumeThread(forkpool.jvmti, thread);
}

/*
 * A JVMTI error for each thread, or IN_CRITICAL_SECTION, and then that thread is not suspended: it would
 * block when it leaves the section. Nothing is allocated on the Java heap while one is.
 */
static jintArray change(JNIEnv *env, jobjectArray threads, bool suspend)
{
  const jsize count = (*env)->GetArrayLength(env, threads);
  jthread *list = calloc((size_t)count + 1, sizeof *list);
  jvmtiError *results = calloc((size_t)count + 1, sizeof *results);
  jintArray errors = (*env)->NewIntArray(env, count);
  if (list != NULL && results != NULL && errors != NULL && count > 0 &&
      (*env)->EnsureLocalCapacity(env, count + 8) == 0) {
    for (jsize i = 0; i < count; i++) {
      list[i] = (*env)->GetObjectArrayElement(env, threads, i);
    }
    if (suspend) {
      (*forkpool.jvmti)->SuspendThreadList(forkpool.jvmti, count, list, results);
      for (jsize i = 0; i < count; i++) {
        if (results[i] == JVMTI_ERROR_NONE && is_in_critical_section(env, list[i])) {
          resume_one(list[i]);
          results[i] = (jvmtiError)IN_CRITICAL_SECTION;
        }
      }
    } else {
      (*forkpool.jvmti)->ResumeThreadList(forkpool.jvmti, count, list, results);
    }
    (*env)->SetIntArrayRegion(env, errors, 0, count, (const jint *)results);
    for (jsize i = 0; i < count; i++) {
      (*env)->DeleteLocalRef(env, list[i]);
    }
  }
  free(list);
  free(results);
  return errors;
}

static jintArray vm_suspend(JNIEnv *env, jclass type, jobjectArray threads)
{
  (void)type;
  return change(env, threads, true);
}

/* JVM specification, chapter 6: those that resolve a class, or initialize one. */
static bool may_link(unsigned char bytecode)
{
  switch (bytecode) {
    case 0x12: /* ldc */
    case 0x13: /* ldc_w */
    case 0x14: /* ldc2_w */
    case 0xb2: /* getstatic */
    case 0xb3: /* putstatic */
    case 0xb4: /* getfield */
    case 0xb5: /* putfield */
    case 0xb6: /* invokevirtual */
    case 0xb7: /* invokespecial */
    case 0xb8: /* invokestatic */
    case 0xb9: /* invokeinterface */
    case 0xba: /* invokedynamic */
    case 0xbb: /* new */
    case 0xbd: /* anewarray */
    case 0xc0: /* checkcast */
    case 0xc1: /* instanceof */
    case 0xc5: /* multianewarray */
      return true;
    default:
      return false;
  }
}

/* False where it stands in a native method: HeldLocks judges those by their names. */
static bool stands_at_link(jthread thread)
{
  jvmtiEnv *jvmti = forkpool.jvmti;
  jmethodID method;
  jlocation location;
  if ((*jvmti)->GetFrameLocation(jvmti, thread, 0, &method, &location) != JVMTI_ERROR_NONE || location < 0) {
    return false;
  }
  bool found = false;
  jint count;
  unsigned char *bytecodes;
  if ((*jvmti)->GetBytecodes(jvmti, method, &count, &bytecodes) == JVMTI_ERROR_NONE) {
    found = location < count && may_link(bytecodes[location]);
    (*jvmti)->Deallocate(jvmti, bytecodes);
  }
  return found;
}

/* The index of the first that does, or -1. */
static jint vm_may_link(JNIEnv *env, jclass type, jobjectArray threads)
{
  (void)type;
  const jsize count = (*env)->GetArrayLength(env, threads);
  jint found = -1;
  for (jsize i = 0; i < count && found < 0; i++) {
    jobject thread = (*env)->GetObjectArrayElement(env, threads, i);
    if (stands_at_link(thread)) {
      found = i;
    }
    (*env)->DeleteLocalRef(env, thread);
  }
  return found;
}

static jintArray vm_resume(JNIEnv *env, jclass type, jobjectArray threads)
{
  (void)type;
  return change(env, threads, false);
}

static bool take_roles(JNIEnv *env, jobjectArray threads, jbyteArray roles)
{
  const size_t count = (size_t)(*env)->GetArrayLength(env, threads);
  if (count > forkpool.told_capacity) {
    struct told *told = realloc(forkpool.told, 2 * count * sizeof *told);
    if (told == NULL) {
      return false;
    }
    forkpool.told = told;
    forkpool.told_capacity = 2 * count;
  }
  for (size_t i = 0; i < count; i++) {
    jbyte role;
    (*env)->GetByteArrayRegion(env, roles, (jsize)i, 1, &role);
    jobject thread = (*env)->GetObjectArrayElement(env, threads, (jsize)i);
    forkpool.told[i].vm_thread = (void *)(intptr_t)(*env)->GetLongField(env, thread, forkpool.eetop);
    forkpool.told[i].role = (enum role)role;
    (*env)->DeleteLocalRef(env, thread);
  }
  forkpool.told_count = count;
  return true;
}

enum { RESTLESS = -2 };

/* 0 in the child, its pid in the parent, -1 or RESTLESS: see vm_failure. */
static jint vm_fork(JNIEnv *env, jclass type, jobjectArray threads, jbyteArray roles, jintArray kept,
                    jintArray standard, jint descriptors, jlong budget_nanos)
{
  (void)type;
  struct fork_request *request = &forkpool.request;
  const jsize kept_count = (*env)->GetArrayLength(env, kept);
  if (kept_count > MAX_KEPT_DESCRIPTORS || !take_roles(env, threads, roles)) {
    forkpool.failure = FAIL_MEMORY;
    forkpool.thread_count = 0;
    fork_explain(-1);
    return -1;
  }
  request->kept_count = kept_count;
  (*env)->GetIntArrayRegion(env, kept, 0, kept_count, request->kept);
  (*env)->GetIntArrayRegion(env, standard, 0, 3, request->standard);
  request->descriptors = (enum descriptors)descriptors;
  request->budget_nanos = budget_nanos;
  const pid_t child = fork_process();
  fork_explain(child);
  return forkpool.failure == FAIL_RESTLESS ? RESTLESS : child;
}

static jstring vm_failure(JNIEnv *env, jclass type)
{
  (void)type;
  return (*env)->NewStringUTF(env, forkpool.message);
}

/* Of the last fork: pause, clone, re-creation (release, in the parent), in nanoseconds; attempts. */
static void vm_timing(JNIEnv *env, jclass type, jlongArray into)
{
  (void)type;
  const jlong values[] = {forkpool.timing.pause, forkpool.timing.clone, forkpool.timing.recreate,
                          forkpool.timing.attempts};
  (*env)->SetLongArrayRegion(env, into, 0, 4, values);
}

/* At once: no hook, no atexit, no file of the parent's removed. */
static void vm_exit(JNIEnv *env, jclass type, jint status)
{
  (void)env;
  (void)type;
  attach_forget();
  _exit(status);
}

static void halt_at_once(JNIEnv *env, jclass type, jint status)
{
  vm_exit(env, type, status);
}

/*
 * HaltBinding.accept: binds java.lang.Shutdown.halt0 anew, in a child. The JVM's own way out removes the parent's
 * hsperfdata file and waits 300 ms for ghosts in native code. RegisterNatives warns when the caller's caller
 * is not of the boot loader; so java.util.ArrayList.forEach calls this.
 */
static void halt_accept(JNIEnv *env, jobject self, jobject shutdown)
{
  (void)self;
  const JNINativeMethod halt[] = {{"halt0", "(I)V", halt_at_once}};
  (*env)->RegisterNatives(env, shutdown, halt, 1);
}

static const JNINativeMethod halt_natives[] = {{"accept", "(Ljava/lang/Object;)V", halt_accept}};

const JNINativeMethod vm_natives[] = {
    {"attach", "(Ljava/lang/Thread;)Ljava/lang/String;", vm_attach},
    {"threads", "()[Ljava/lang/Thread;", vm_threads},
    {"suspend", "([Ljava/lang/Thread;)[I", vm_suspend},
    {"mayLink", "([Ljava/lang/Thread;)I", vm_may_link},
    {"resume", "([Ljava/lang/Thread;)[I", vm_resume},
    {"fork", "([Ljava/lang/Thread;[B[I[IIJ)I", vm_fork},
    {"failure", "()Ljava/lang/String;", vm_failure},
    {"timing", "([J)V", vm_timing},
    {"exit", "(I)V", vm_exit},
};
const int vm_native_count = sizeof vm_natives / sizeof *vm_natives;

static bool bind(JNIEnv *env, const char *type, const JNINativeMethod *natives, int count)
{
  jclass found = (*env)->FindClass(env, type);
  return found != NULL && (*env)->RegisterNatives(env, found, natives, count) == JNI_OK;
}

/* The one symbol that JNA calls. 0, or -1 with a Java exception pending. */
__attribute__((visibility("default"))) int forkpool_bind(JNIEnv *env)
{
  return bind(env, "io/forkpool/posix/Vm", vm_natives, vm_native_count) &&
                 bind(env, "io/forkpool/posix/Reach", reach_natives, reach_native_count) &&
                 bind(env, "io/forkpool/posix/HaltBinding", halt_natives, 1)
             ? 0
             : -1;
}
