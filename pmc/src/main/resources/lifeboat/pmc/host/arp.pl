# Speaks ARP on a network interface: arp.pl INTERFACE SECONDS-TO-WAIT-FOR-AN-ANSWER
# Reads 'probe ADDRESS' and 'announce ADDRESS', answers 'ok', 'ok HARDWARE-ADDRESS' or 'error ...'.
use Time::HiRes 'time';
my ($dev, $wait) = @ARGV;
$| = 1;
sub about {
    open(my $f, '<', "/sys/class/net/$dev/$_[0]") or die "$dev: $!\n";
    my $line = <$f>; chomp $line; return $line;
}
# One socket for good: the kernel takes its time to close one.
socket(my $s, 17, 3, 0x0608) or die "raw socket: $!\n";
my $to = pack('SnlSCCa8', 17, 0x0806, about('ifindex'), 1, 0, 6, pack('H12', 'ff' x 6));
bind($s, $to) or die "bind: $!\n";
sub heard {
    my $set = ''; vec($set, fileno($s), 1) = 1;
    return '' unless select($set, undef, undef, $_[0]) > 0;
    recv($s, my $in, 1500, 0);
    return $in;
}
sub talk {
    my ($verb, $ip) = @_;
    my $mac = pack('H12', about('address') =~ tr/://dr);
    my $addr = pack('C4', split /\./, $ip);
    my $sender = $verb eq 'probe' ? pack('C4', 0, 0, 0, 0) : $addr;
    my $frame = pack('H12', 'ff' x 6) . $mac . pack('n', 0x0806)
        . pack('nnCCn', 1, 0x0800, 6, 4, 1) . $mac . $sender . pack('H12', '00' x 6) . $addr;
    while (heard(0)) { }
    send($s, $frame, 0, $to) or die "send: $!\n";
    return '' if $verb ne 'probe';
    my $end = time + $wait;
    while ((my $left = $end - time) > 0) {
        my $in = heard($left);
        next unless length $in >= 42 && substr($in, 28, 4) eq $addr && substr($in, 22, 6) ne $mac;
        return join ':', unpack('(H2)6', substr($in, 22, 6));
    }
    return '';
}
print "ok\n";
while (my $line = <STDIN>) {
    my $answer = eval { talk(split ' ', $line) };
    print $@ ? "error $@" : "ok $answer\n";
}
