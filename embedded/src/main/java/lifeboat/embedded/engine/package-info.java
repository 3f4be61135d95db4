/**
 * Operaton on a database: connections, schema, clock, transactions, and what all that is built on it shares. It is
 * given its dialect and knows none; uses {@code feel} and {@code variable}.
 */
package lifeboat.embedded.engine;
