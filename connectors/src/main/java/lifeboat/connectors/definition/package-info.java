/**
 * Device definitions in scrapli's YAML, with the operations beside them: what a platform's prompts, modes and commands
 * are. Uses {@code yaml} alone; knows no session.
 */
package lifeboat.connectors.definition;
