/** What migrations did and left, as the engine tells it. Uses the Camunda client. */
package lifeboat.app.status;
