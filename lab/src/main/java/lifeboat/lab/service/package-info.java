/** The service that is migrated: a stream whose every byte is known. Uses nothing. */
package lifeboat.lab.service;
