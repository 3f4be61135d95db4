/**
 * Searches and look-ups in the words of the v2 API, narrowed, sorted and paged by the database. Uses the packages
 * of the commands, never the other way round.
 */
package lifeboat.embedded.query;
