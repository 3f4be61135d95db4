/** Signals: broadcast to everybody who waits. Uses {@code engine}. */
package lifeboat.embedded.signal;
