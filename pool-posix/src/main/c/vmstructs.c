/*
 * Where HotSpot keeps what is looked at in its JavaThread. It exports a table of its own fields and types, for
 * the serviceability agent: gHotSpotVMStructs, gHotSpotVMTypes. The count of open JNI critical sections is not
 * in it; it lies near a field that is, and is found by opening some and looking which number follows.
 */
#include "forkpool.h"

#include <dlfcn.h>
#include <string.h>

/* vmStructs.hpp: VMStructEntry, VMTypeEntry. */
struct vm_field {
  const char *type, *name, *declaration;
  int32_t is_static;
  uint64_t offset;
  void *address;
};

struct vm_type {
  const char *name, *super;
  int32_t is_oop, is_integer, is_unsigned;
  uint64_t bytes;
};

enum {
  CRITICAL_NEAR_BYTES = 64, /* around JavaThread::_is_method_handle_return; next to it in 17 and 25 */
  CRITICAL_DEPTH = 3,
};

static const struct vm_field *find_field(const struct vm_field *field, const char *name)
{
  for (; field != NULL && field->type != NULL; field++) {
    if (strcmp(field->type, "JavaThread") == 0 && strcmp(field->name, name) == 0) {
      return field;
    }
  }
  return NULL;
}

static size_t java_thread_bytes(const struct vm_type *type)
{
  for (; type != NULL && type->name != NULL; type++) {
    if (strcmp(type->name, "JavaThread") == 0) {
      return type->bytes;
    }
  }
  return 0;
}

/* The offset of the number that goes 0, 1, 2, 3, 2, 1, 0 with the sections; 0 where the collector needs none. */
static size_t find_critical_count(JNIEnv *env, const char *self, size_t near)
{
  const jbyteArray array = (*env)->NewByteArray(env, 8);
  void *elements[CRITICAL_DEPTH];
  if (array == NULL) {
    return 0;
  }
  int32_t before[2 * CRITICAL_NEAR_BYTES / sizeof(int32_t)], during[sizeof before / sizeof *before];
  memcpy(before, self + near - CRITICAL_NEAR_BYTES, sizeof before);
  for (int i = 0; i < CRITICAL_DEPTH; i++) {
    elements[i] = (*env)->GetPrimitiveArrayCritical(env, array, NULL);
  }
  memcpy(during, self + near - CRITICAL_NEAR_BYTES, sizeof during);
  for (int i = CRITICAL_DEPTH - 1; i >= 0; i--) {
    (*env)->ReleasePrimitiveArrayCritical(env, array, elements[i], JNI_ABORT);
  }
  for (size_t i = 0; i < sizeof before / sizeof *before; i++) {
    const size_t offset = near - CRITICAL_NEAR_BYTES + i * sizeof *before;
    if (before[i] == 0 && during[i] == CRITICAL_DEPTH && *(const int32_t *)(self + offset) == 0) {
      return offset;
    }
  }
  return 0;
}

/* Returns why not, or NULL. */
const char *vmstructs_find(JNIEnv *env, const void *self)
{
  Dl_info libjvm;
  if (dladdr((void *)(*env)->GetVersion, &libjvm) == 0) {
    return "libjvm cannot be found";
  }
  void *library = dlopen(libjvm.dli_fname, RTLD_LAZY | RTLD_NOLOAD);
  if (library == NULL) {
    return "libjvm cannot be opened";
  }
  const struct vm_field *const *fields = dlsym(library, "gHotSpotVMStructs");
  const struct vm_type *const *types = dlsym(library, "gHotSpotVMTypes");
  dlclose(library);
  if (fields == NULL || types == NULL) {
    return "this JVM does not export the table of its fields, as HotSpot does";
  }
  const struct vm_field *state = find_field(*fields, "_thread_state");
  const struct vm_field *near = find_field(*fields, "_is_method_handle_return");
  forkpool.java_thread_bytes = java_thread_bytes(*types);
  if (state == NULL || near == NULL || forkpool.java_thread_bytes == 0) {
    return "this JVM's table of its fields lacks some of JavaThread";
  }
  forkpool.thread_state_offset = state->offset;
  forkpool.critical_offset = find_critical_count(env, self, near->offset);
  return NULL;
}
