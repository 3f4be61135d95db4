/**
 * Images on their way to another server: which bytes, checked by SHA-256, encrypted if asked for. Uses {@code pmc}.
 */
package lifeboat.pmc.transfer;
