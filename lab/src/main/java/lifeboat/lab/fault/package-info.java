/**
 * Faults that are injected into commands: refused, hung, dropped, garbled, late, done but answered by an error. Uses
 * the PMC's command line alone.
 */
package lifeboat.lab.fault;
