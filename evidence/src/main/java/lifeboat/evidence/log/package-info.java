/** The log of everything that was done, which only grows. Uses {@code tree} and {@code note}. */
package lifeboat.evidence.log;
