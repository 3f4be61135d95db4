/** Whom to log in to and as whom: address, account, and which key of an SSH server is trusted. Uses {@code secret}. */
package lifeboat.connectors.login;
