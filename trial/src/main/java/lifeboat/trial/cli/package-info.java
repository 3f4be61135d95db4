/** The sub-commands of trial. Uses its other rooms. */
package lifeboat.trial.cli;
