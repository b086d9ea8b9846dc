/*
 * The natives of io.forkpool.posix.Reach: the JDK's private fields and methods, by name. JNI does not ask
 * the module system, so no --add-opens is needed. A name that this JDK does not have leaves the JVM's own
 * NoSuchFieldError or NoSuchMethodError pending.
 */
#include "forkpool.h"

#include <string.h>

struct field {
  jfieldID id;
  bool is_static;
};

static bool find_field(JNIEnv *env, jclass holder, jobject target, jstring name, const char *type,
                       struct field *field)
{
  const char *text = (*env)->GetStringUTFChars(env, name, NULL);
  if (text == NULL) {
    return false;
  }
  field->is_static = target == NULL;
  field->id = field->is_static ? (*env)->GetStaticFieldID(env, holder, text, type)
                               : (*env)->GetFieldID(env, holder, text, type);
  (*env)->ReleaseStringUTFChars(env, name, text);
  return field->id != NULL;
}

#define ACCESSORS(Kind, java_type, signature)                                                               \
  static java_type reach_get##Kind(JNIEnv *env, jclass self, jclass holder, jobject target, jstring name)   \
  {                                                                                                         \
    (void)self;                                                                                             \
    struct field field;                                                                                     \
    if (!find_field(env, holder, target, name, signature, &field)) {                                        \
      return 0;                                                                                             \
    }                                                                                                       \
    return field.is_static ? (*env)->GetStatic##Kind##Field(env, holder, field.id)                          \
                           : (*env)->Get##Kind##Field(env, target, field.id);                               \
  }                                                                                                         \
  static void reach_set##Kind(JNIEnv *env, jclass self, jclass holder, jobject target, jstring name,        \
                              java_type value)                                                              \
  {                                                                                                         \
    (void)self;                                                                                             \
    struct field field;                                                                                     \
    if (!find_field(env, holder, target, name, signature, &field)) {                                        \
      return;                                                                                               \
    }                                                                                                       \
    if (field.is_static) {                                                                                  \
      (*env)->SetStatic##Kind##Field(env, holder, field.id, value);                                         \
    } else {                                                                                                \
      (*env)->Set##Kind##Field(env, target, field.id, value);                                               \
    }                                                                                                       \
  }

ACCESSORS(Long, jlong, "J")
ACCESSORS(Int, jint, "I")
ACCESSORS(Boolean, jboolean, "Z")

static jobject reach_getObject(JNIEnv *env, jclass self, jclass holder, jobject target, jstring name,
                               jstring type)
{
  (void)self;
  const char *text = (*env)->GetStringUTFChars(env, type, NULL);
  struct field field;
  if (text == NULL) {
    return NULL;
  }
  const bool found = find_field(env, holder, target, name, text, &field);
  (*env)->ReleaseStringUTFChars(env, type, text);
  if (!found) {
    return NULL;
  }
  return field.is_static ? (*env)->GetStaticObjectField(env, holder, field.id)
                         : (*env)->GetObjectField(env, target, field.id);
}

static void reach_setObject(JNIEnv *env, jclass self, jclass holder, jobject target, jstring name,
                            jstring type, jobject value)
{
  (void)self;
  const char *text = (*env)->GetStringUTFChars(env, type, NULL);
  struct field field;
  if (text == NULL) {
    return;
  }
  const bool found = find_field(env, holder, target, name, text, &field);
  (*env)->ReleaseStringUTFChars(env, type, text);
  if (!found) {
    return;
  }
  if (field.is_static) {
    (*env)->SetStaticObjectField(env, holder, field.id, value);
  } else {
    (*env)->SetObjectField(env, target, field.id, value);
  }
}

enum { MAX_ARGUMENTS = 4 };

/* An instance method, or without a target a static one that returns nothing, with at most four parameters, all references. Its result is of no interest. */
static void reach_call(JNIEnv *env, jclass self, jclass holder, jobject target, jstring name, jstring signature,
                       jobjectArray arguments)
{
  (void)self;
  const char *name_text = (*env)->GetStringUTFChars(env, name, NULL);
  const char *signature_text = (*env)->GetStringUTFChars(env, signature, NULL);
  if (name_text == NULL || signature_text == NULL) {
    return;
  }
  const jmethodID method = target == NULL ? (*env)->GetStaticMethodID(env, holder, name_text, signature_text)
                                          : (*env)->GetMethodID(env, holder, name_text, signature_text);
  const char result = *(strchr(signature_text, ')') + 1);
  (*env)->ReleaseStringUTFChars(env, name, name_text);
  (*env)->ReleaseStringUTFChars(env, signature, signature_text);
  if (method == NULL) {
    return;
  }
  jvalue values[MAX_ARGUMENTS] = {{0}};
  const jsize count = (*env)->GetArrayLength(env, arguments);
  for (jsize i = 0; i < count && i < MAX_ARGUMENTS; i++) {
    values[i].l = (*env)->GetObjectArrayElement(env, arguments, i);
  }
  if (target == NULL) {
    (*env)->CallStaticVoidMethodA(env, holder, method, values);
  } else if (result == 'V') {
    (*env)->CallVoidMethodA(env, target, method, values);
  } else if (result == 'I') {
    (*env)->CallIntMethodA(env, target, method, values);
  } else {
    (*env)->CallObjectMethodA(env, target, method, values);
  }
}

/* Without initializing it, as asking for a static field would. */
static jboolean reach_isInitialized(JNIEnv *env, jclass self, jclass type)
{
  (void)env;
  (void)self;
  jint status = 0;
  return (*forkpool.jvmti)->GetClassStatus(forkpool.jvmti, type, &status) == JVMTI_ERROR_NONE &&
         (status & JVMTI_CLASS_STATUS_INITIALIZED) != 0;
}

#define HOLDER_TARGET_NAME "Ljava/lang/Class;Ljava/lang/Object;Ljava/lang/String;"

const JNINativeMethod reach_natives[] = {
    {"getLong", "(" HOLDER_TARGET_NAME ")J", reach_getLong},
    {"setLong", "(" HOLDER_TARGET_NAME "J)V", reach_setLong},
    {"getInt", "(" HOLDER_TARGET_NAME ")I", reach_getInt},
    {"setInt", "(" HOLDER_TARGET_NAME "I)V", reach_setInt},
    {"getBoolean", "(" HOLDER_TARGET_NAME ")Z", reach_getBoolean},
    {"setBoolean", "(" HOLDER_TARGET_NAME "Z)V", reach_setBoolean},
    {"getObject", "(" HOLDER_TARGET_NAME "Ljava/lang/String;)Ljava/lang/Object;", reach_getObject},
    {"setObject", "(" HOLDER_TARGET_NAME "Ljava/lang/String;Ljava/lang/Object;)V", reach_setObject},
    {"isInitialized", "(Ljava/lang/Class;)Z", reach_isInitialized},
    {"call", "(" HOLDER_TARGET_NAME "Ljava/lang/String;[Ljava/lang/Object;)V", reach_call},
};
const int reach_native_count = sizeof reach_natives / sizeof *reach_natives;
