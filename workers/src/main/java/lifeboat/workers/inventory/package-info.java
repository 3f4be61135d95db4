/** What there is: sites, services, devices, and how migrations are to be made. Uses the connectors' addresses. */
package lifeboat.workers.inventory;
