/** Devices that both labs have: the CP-device's command line, the console behind the scenes. Uses no lab. */
package lifeboat.lab.device;
