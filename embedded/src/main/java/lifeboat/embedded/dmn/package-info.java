/** What a decision gives: evaluation by the library that Zeebe itself uses, and its history. Uses {@code variable}. */
package lifeboat.embedded.dmn;
