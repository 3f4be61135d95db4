/**
 * What both protocols tell every client alike: version, tenant, and how a command is rejected. Uses no other
 * package.
 */
package lifeboat.embedded.api;
