/**
 * One command on many process instances, done one after the other behind the caller's back. Uses {@code engine}.
 */
package lifeboat.embedded.batch;
