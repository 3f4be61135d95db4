/** What a CP-device does about LSPs: it admits them, hop by hop, or says why not (RFC 3209, RFC 3473). */
package lifeboat.gmpls.signalling;
