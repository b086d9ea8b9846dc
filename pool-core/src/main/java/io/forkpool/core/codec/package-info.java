/**
 * Values to bytes and back, with Kryo.
 *
 * <pre>
 *   KryoCodec ── opens ──▶ KryoSession ──▶ Scalars            null, boxes, strings, simple lambdas: no Kryo
 *                              │
 *                              └──▶ Graph (a Kryo)            everything else
 *                                     ├─ ClassTable           classes to numbers or names   KnownClasses  ClassEntry
 *                                     ├─ References           shared and cyclic objects
 *                                     └─ SerializerChoice     which serializer for which class, and why
 *                                          FieldsSerializer  RecordSerializer  LambdaSerializer  CollectionSerializer ...
 *   ValueOutput, ValueInput       buffers that let big arrays pass and believe no length
 *   EncodeFailure, DecodeFailure  what went wrong, in a user's words   FieldPath  Children
 * </pre>
 */
package io.forkpool.core.codec;
