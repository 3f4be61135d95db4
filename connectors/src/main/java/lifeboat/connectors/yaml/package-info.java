/** Reads YAML into records, and says in which file and line it cannot. Uses nothing of ours. */
package lifeboat.connectors.yaml;
