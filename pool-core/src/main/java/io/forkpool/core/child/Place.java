package io.forkpool.core.child;

import java.io.Serializable;

/**
 * Stands, in the bytes of a {@link RemoteStage}, for one of the objects that travel beside them.
 *
 * @param index which one
 */
public record Place(int index) implements Serializable {}
