#!/usr/bin/env bash
# Builds and removes the Linux lab's network: network.sh up|down FOLDER
# Starts a server that was destroyed: network.sh server FOLDER NAME
#
#   user - nagw =VLAN 1= l2sw1 - server1          eth0: service, eth1: migration, eth2: public network
#             =VLAN 2= l2sw2 - server2
#                      l2sw1 - l1sw1 ~ l1sw2 - l2sw2        the light path, up only while reserved
#   control: the network of the MCS, with an interface (ctl) in every host
#
# Every host is a network namespace; the servers have a PID and a mount namespace of their own besides. Nothing is
# connected to the machine's own network.
set -euo pipefail

readonly prefix=lifeboat-
readonly hosts=(control user nagw l2sw1 l2sw2 l1sw1 l1sw2 public server1 server2)
readonly switches=(nagw l2sw1 l2sw2)
readonly public_rate=10mbit
readonly pipe_size=/proc/sys/fs/pipe-max-size
readonly image_mtu=9000
mtu=1500
action=$1
folder=$2

on() {
  local host=$1
  shift
  ip netns exec "$prefix$host" "$@"
}

# connect HOST INTERFACE HOST INTERFACE
connect() {
  ip link add lbl mtu "$mtu" type veth peer name lbr mtu "$mtu"
  ip link set lbl netns "$prefix$1" name "$2" up
  ip link set lbr netns "$prefix$3" name "$4" up
  # The userspace switches see packets as they are on the wire: no offloaded checksums or segments.
  on "$1" ethtool -K "$2" tx off tso off gso off gro off >/dev/null
  on "$3" ethtool -K "$4" tx off tso off gso off gro off >/dev/null
}

start_switch() {
  local host=$1 run=$folder/$1
  mkdir -p "$run"
  ovsdb-tool create "$run/conf.db" /usr/share/openvswitch/vswitch.ovsschema
  on "$host" ovsdb-server "$run/conf.db" --remote="punix:$run/db.sock" --unixctl="$run/ovsdb.ctl" \
    --pidfile="$run/ovsdb.pid" --detach --no-chdir --log-file="$run/ovsdb.log" 2>/dev/null
  OVS_RUNDIR=$run ovs-vsctl --db="unix:$run/db.sock" --no-wait init
  OVS_RUNDIR=$run on "$host" ovs-vswitchd "unix:$run/db.sock" --unixctl="$run/vswitchd.ctl" \
    --pidfile="$run/vswitchd.pid" --detach --no-chdir --log-file="$run/vswitchd.log" 2>/dev/null
  ovs-vsctl --db="unix:$run/db.sock" -- add-br "$run" br0 -- set bridge br0 datapath_type=netdev 2>/dev/null ||
    ovs-vsctl --db="unix:$run/db.sock" -- --may-exist add-br br0 -- set bridge br0 datapath_type=netdev
}

port() {
  local host=$1 name=$2
  shift 2
  ovs-vsctl --db="unix:$folder/$host/db.sock" add-port br0 "$name" "$@"
}

start_server() {
  local host=$1
  mkdir -p "$folder/$host"
  # The init of the server's PID namespace: it must outlive the script and reap what is orphaned to it.
  ip netns exec "$prefix$host" unshare --pid --mount --fork --kill-child --mount-proc \
    sh -c "mount -t tmpfs tmpfs /run && mkdir -p /run/lifeboat && echo 20000 >/proc/sys/kernel/ns_last_pid && exec perl -e '\$SIG{CHLD}=\"IGNORE\"; sleep while 1'" \
    </dev/null >"$folder/$host/init.log" 2>&1 &
  echo $! >"$folder/$host/unshare.pid"
  for _ in $(seq 100); do
    init=$(pgrep -P "$(cat "$folder/$host/unshare.pid")" || true)
    [ -n "$init" ] && break
    sleep 0.02
  done
  echo "$init" >"$folder/$host/init.pid"
}

up() {
  mkdir -p "$folder"
  # For post-copies: CRIU's page server moves its pages through pipes of 4 MiB.
  cat "$pipe_size" >"$folder/pipe-max-size"
  [ "$(cat "$pipe_size")" -ge 4194304 ] || echo 4194304 >"$pipe_size" ||
    echo "network.sh: $pipe_size cannot be set: post-copies will be refused" >&2
  for host in "${hosts[@]}"; do
    ip netns add "$prefix$host"
    on "$host" ip link set lo up
  done
  on control ip link add br0 type bridge
  on control ip link set br0 up
  on control ip addr add 10.99.0.1/24 dev br0
  local number=10
  for host in "${hosts[@]}"; do
    [ "$host" = control ] && continue
    connect control "c-$host" "$host" ctl
    on control ip link set "c-$host" master br0
    on "$host" ip addr add "10.99.0.$number/24" dev ctl
    number=$((number + 1))
  done

  connect user eth0 nagw user
  connect nagw l2sw1 l2sw1 nagw
  connect nagw l2sw2 l2sw2 nagw
  connect l2sw1 server server1 eth0
  connect l2sw2 server server2 eth0
  # Long frames for images, as any data centre's own links have them: fewer packets, less work for the switches.
  mtu=$image_mtu
  connect l2sw1 migration server1 eth1
  connect l2sw2 migration server2 eth1
  connect l2sw1 l1 l1sw1 client
  connect l2sw2 l1 l1sw2 client
  connect l1sw1 line l1sw2 line
  mtu=1500
  connect public server1 server1 eth2
  connect public server2 server2 eth2

  for host in "${switches[@]}"; do
    start_switch "$host"
  done
  port nagw user tag=1
  port nagw l2sw1 trunks=1
  port nagw l2sw2 trunks=2
  port l2sw1 nagw trunks=1
  port l2sw1 server tag=1
  port l2sw1 migration tag=4000
  port l2sw1 l1 trunks=4001
  port l2sw2 nagw trunks=2
  port l2sw2 server tag=2
  port l2sw2 migration tag=4000
  port l2sw2 l1 trunks=4001
  for host in l1sw1 l1sw2; do
    on "$host" ip link add br0 type bridge
    on "$host" ip link set br0 up
  done
  on public ip link add br0 type bridge
  on public ip link set br0 up
  for host in server1 server2; do
    on public ip link set "$host" master br0
    on public tc qdisc add dev "$host" root tbf rate "$public_rate" burst 32kb latency 400ms
    on "$host" ip addr add "10.98.0.${host#server}/24" dev eth2
    on "$host" ip addr add "10.100.0.${host#server}/24" dev eth1
    on "$host" ip addr add "192.168.2.1${host#server}/24" dev eth0
  done
  on user ip addr add 192.168.2.100/24 dev eth0
  start_server server1
  start_server server2
}

down() {
  local file host
  for host in "${hosts[@]}"; do
    for file in "$folder/$host"/*.pid; do
      [ -f "$file" ] && kill -9 "$(cat "$file")" 2>/dev/null
    done
    for pid in $(ip netns pids "$prefix$host" 2>/dev/null); do
      kill -9 "$pid" 2>/dev/null
    done
    ip netns delete "$prefix$host" 2>/dev/null
  done
  [ -f "$folder/pipe-max-size" ] && cat "$folder/pipe-max-size" >"$pipe_size"
  rm -rf "$folder"
  true
}

case $action in
  up) up ;;
  down) set +e; down ;;
  server) start_server "$3" ;;
  *) echo "usage: network.sh up|down FOLDER, or server FOLDER NAME" >&2; exit 2 ;;
esac
