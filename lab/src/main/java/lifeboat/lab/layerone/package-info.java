/** The layer-1 network: links, admission of bandwidth, light paths. Uses nothing. */
package lifeboat.lab.layerone;
