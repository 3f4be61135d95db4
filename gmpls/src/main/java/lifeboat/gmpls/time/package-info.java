/** Time, as a program or a simulation has it. */
package lifeboat.gmpls.time;
