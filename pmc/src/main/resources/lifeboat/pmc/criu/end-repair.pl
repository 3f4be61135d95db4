# end-repair.pl PID: takes the TCP sockets of a process out of repair mode, in which a CRIU that was killed may have left
# them. Java cannot reach another process's sockets.
use strict;
use warnings;
use constant { PIDFD_OPEN => 434, PIDFD_GETFD => 438, TCP => 6, TCP_REPAIR => 19 };

my $pid = shift;
my $process = syscall(PIDFD_OPEN, $pid + 0, 0);
die "process $pid: $!\n" if $process < 0;
opendir(my $files, "/proc/$pid/fd") or die "process $pid: $!\n";
for my $file (grep { /^\d+$/ } readdir $files) {
    next unless (readlink("/proc/$pid/fd/$file") // '') =~ /^socket:/;
    my $own = syscall(PIDFD_GETFD, $process, $file + 0, 0);
    next if $own < 0;
    open(my $socket, '+<&=', $own) or next;
    my $repair = getsockopt($socket, TCP, TCP_REPAIR);
    next unless defined $repair && unpack('i', $repair) == 1;
    setsockopt($socket, TCP, TCP_REPAIR, pack('i', 0)) or die "socket $file of process $pid: $!\n";
    print "socket $file\n";
}
