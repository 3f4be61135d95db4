/** What PMCs ask each other, by TLS. Uses {@code transfer} for the keys. */
package lifeboat.pmc.peer;
