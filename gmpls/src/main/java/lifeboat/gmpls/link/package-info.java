/** The data links of a node, and their time slots. */
package lifeboat.gmpls.link;
