/**
 * How a task ended, as bytes: written in the child, read in the parent. An outcome is one item of a
 * RESULT frame: a byte of {@link io.forkpool.core.outcome.OutcomeKind}, then what that kind needs.
 */
package io.forkpool.core.outcome;
