package lifeboat.pmc.host;

import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;
import lifeboat.pmc.CommandRefused;

/** The addresses of services on one interface: those without a network of their own. */
public final class VirtualIps {

    private final Programs programs;
    private final String networkInterface;
    private final Arp arp;

    public VirtualIps(Programs programs, String networkInterface) {
        this.programs = programs;
        this.networkInterface = networkInterface;
        this.arp = new Arp(networkInterface);
    }

    /** Does once what is slow the first time. */
    public void warmUp() throws CommandRefused {
        arp.warmUp();
        all();
    }

    public boolean holds(String address) throws CommandRefused {
        return all().contains(address);
    }

    /** @throws CommandRefused if another host answers for the address */
    public void claim(String address) throws CommandRefused {
        String holder = arp.probe(address);
        if (!holder.isEmpty()) {
            throw new CommandRefused("%s is already in use: the host with the hardware address %s answers for it"
                    .formatted(address, holder));
        }
        programs.run(List.of("ip", "address", "add", address + "/32", "dev", networkInterface));
        arp.announce(address);
    }

    public void release(String address) throws CommandRefused {
        programs.run(List.of("ip", "address", "del", address + "/32", "dev", networkInterface));
    }

    /** Tells the neighbours of all addresses that are here. */
    public void announce() throws CommandRefused {
        for (String address : all()) {
            arp.announce(address);
        }
    }

    private List<String> all() throws CommandRefused {
        try {
            NetworkInterface device = NetworkInterface.getByName(networkInterface);
            if (device == null) {
                throw new CommandRefused("there is no network interface %s here".formatted(networkInterface));
            }
            return device.getInterfaceAddresses().stream()
                    .filter(address -> address.getNetworkPrefixLength() == Integer.SIZE)
                    .map(address -> address.getAddress().getHostAddress()).toList();
        } catch (SocketException e) {
            throw new CommandRefused("network interface %s: %s".formatted(networkInterface, e.getMessage()));
        }
    }
}
