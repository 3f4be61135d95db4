/** What time a checkpoint was there, said by somebody else (RFC 3161). */
package lifeboat.evidence.time;
