/** What every lab is: sites, services, devices to log in to. Uses nothing. */
package lifeboat.lab;
