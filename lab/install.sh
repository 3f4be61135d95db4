#!/usr/bin/env bash
# Installs what the Linux lab needs: Open vSwitch, OpenSSH, Telnet and network tools from this Debian release, and
# CRIU 4.2 or later from Debian's testing distribution, in a folder of its own so that nothing of the system is
# replaced. Safe to run again. Debian 12, as root.
set -euo pipefail

readonly target=${LIFEBOAT_CRIU:-/opt/lifeboat/criu}
readonly packages=(openvswitch-switch openssh-server nftables iproute2 ethtool procps python3-minimal
  inetutils-telnetd socat)

fail() {
  echo "lab/install.sh: $*" >&2
  exit 1
}

[ "$(id -u)" = 0 ] || fail "must run as root"
grep -qs '^ID=debian' /etc/os-release || fail "this is for Debian 12; elsewhere install ${packages[*]} and CRIU 4.2 or later by hand"

# The lab starts its own daemons in its own namespaces.
"$(dirname "${BASH_SOURCE[0]}")/install-packages" "${packages[@]}"

criu() {
  "$target/root/usr/lib64/ld-linux-x86-64.so.2" --library-path "$target/root/usr/lib/x86_64-linux-gnu" \
    --argv0 criu "$target/root/usr/sbin/criu" "$@"
}

is_new_enough() {
  local version
  version=$(criu --version 2>/dev/null | sed -n 's/^Version: \([0-9]*\.[0-9]*\).*/\1/p')
  [ -n "$version" ] && [ "$(printf '%s\n4.2\n' "$version" | sort -V | head -1)" = 4.2 ]
}

install_criu_from() {
  local suite=$1 uri state=$target/apt
  uri=$(sed -n 's/^URIs: *//p' /etc/apt/sources.list.d/debian.sources 2>/dev/null | head -1)
  [ -n "$uri" ] || uri=$(sed -n 's/^deb \(\[[^]]*\] \)\?\([^ ]*\) bookworm main.*/\2/p' /etc/apt/sources.list | head -1)
  [ -n "$uri" ] || fail "found no Debian package source in /etc/apt"
  rm -rf "$state" "$target/root"
  mkdir -p "$state"/lists/partial "$state"/cache/archives/partial "$state"/etc "$target/root"
  : >"$state/status"
  echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $uri $suite main" >"$state/etc/sources.list"
  local options=(-q -o "Dir::Etc::SourceList=$state/etc/sources.list" -o Dir::Etc::SourceParts=/dev/null
    -o "Dir::State=$state" -o "Dir::State::Lists=$state/lists" -o "Dir::State::status=$state/status"
    -o "Dir::Cache=$state/cache" -o APT::Sandbox::User=root)
  apt-get "${options[@]}" update && apt-get "${options[@]}" -y --no-install-recommends --download-only install criu libc6 || return 1
  local archive
  for archive in "$state"/cache/archives/*.deb; do
    dpkg-deb -x "$archive" "$target/root"
  done
  rm -rf "$state"
}

if ! is_new_enough; then
  for suite in forky sid; do
    install_criu_from "$suite" >/dev/null && is_new_enough && break
  done
  is_new_enough || fail "could not install CRIU 4.2 or later"
fi

mkdir -p "$target/bin"
cat >"$target/bin/criu" <<EOF
#!/bin/sh
exec "$target/root/usr/lib64/ld-linux-x86-64.so.2" --library-path "$target/root/usr/lib/x86_64-linux-gnu" --argv0 criu "$target/root/usr/sbin/criu" "\$@"
EOF
chmod +x "$target/bin/criu"
"$target/bin/criu" check >/dev/null 2>&1 || echo "lab/install.sh: warning: 'criu check' is not content; the lab's tests will say more" >&2
echo "The Linux lab's tools are installed: $("$target/bin/criu" --version | head -1 | tr '\n' ' ')in $target/bin/criu"
