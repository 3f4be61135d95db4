/** Labs in processes of their own and controllers for them, for as long as a trial lasts. Uses the application. */
package lifeboat.trial.lab;
