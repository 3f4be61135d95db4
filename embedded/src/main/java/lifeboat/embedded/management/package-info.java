/** For tests: the clock that is put forward, the clean slate. Uses the packages of the commands. */
package lifeboat.embedded.management;
