/** Merkle trees as in RFC 9162. */
package lifeboat.evidence.tree;
