# repair.pl PID 0|1: takes the TCP sockets of a process out of repair mode, in which a CRIU that was killed may have left
# them, or puts them into it, so that they close without a word to the other side. Java cannot reach another process's
# sockets.
use strict;
use warnings;
use constant { PIDFD_OPEN => 434, PIDFD_GETFD => 438, TCP => 6, TCP_REPAIR => 19 };

my ($pid, $wanted) = @ARGV;
my $process = syscall(PIDFD_OPEN, $pid + 0, 0);
die "process $pid: $!\n" if $process < 0;
opendir(my $files, "/proc/$pid/fd") or die "process $pid: $!\n";
for my $file (grep { /^\d+$/ } readdir $files) {
    next unless (readlink("/proc/$pid/fd/$file") // '') =~ /^socket:/;
    my $own = syscall(PIDFD_GETFD, $process, $file + 0, 0);
    next if $own < 0;
    open(my $socket, '+<&=', $own) or next;
    my $repair = getsockopt($socket, TCP, TCP_REPAIR);
    next if !defined $repair || unpack('i', $repair) == $wanted;
    setsockopt($socket, TCP, TCP_REPAIR, pack('i', $wanted))
        or !$wanted && die "socket $file of process $pid: $!\n";
    print "socket $file\n";
}
