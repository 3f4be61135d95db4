/**
 * What a PMC does and refuses, by epochs, and what it writes down before it does it. Uses nothing: servers, peers and
 * files come in by interfaces.
 */
package lifeboat.pmc;
