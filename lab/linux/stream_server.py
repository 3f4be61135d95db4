"""The service of the Linux lab: streams 2 Mbit/s to everyone who connects, from a process with touched memory.

stream_server.py ADDRESS PORT MEMORY_MIB HOT_MIB PIDFILE

The byte at each position of a stream depends on all of the position, as the user's client expects. When PIDFILE.ask
appears, it writes the SHA-256 of the memory that it does not change to PIDFILE.sha256.
"""
import hashlib
import os
import socket
import sys
import time

MASK = (1 << 64) - 1
TICK = 0.01
BLOCKS_PER_TICK = 313  # of 8 bytes: 2 Mbit/s


def block(number):
    mixed = number * 0x9E3779B97F4A7C15 & MASK
    mixed = (mixed ^ mixed >> 29) * 0xBF58476D1CE4E5B9 & MASK
    return mixed.to_bytes(8, "little")


def tell_digest(memory, pidfile):
    os.remove(pidfile + ".ask")
    with open(pidfile + ".next", "w", encoding="ascii") as file:
        file.write(hashlib.sha256(memory).hexdigest() + "\n")
    os.rename(pidfile + ".next", pidfile + ".sha256")


def main():
    address, port, memory_mib, hot_mib, pidfile = sys.argv[1:]
    memory = bytearray(os.urandom(int(float(memory_mib) * 1024 * 1024)))
    hot = max(1, int(float(hot_mib) * 1024 * 1024))
    server = socket.socket()
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    server.bind((address, int(port)))
    server.listen(16)
    server.setblocking(False)

    with open(pidfile, "w", encoding="ascii") as file:
        file.write(str(os.getpid()) + "\n")

    users = {}
    page = 0
    due = time.monotonic()
    while True:
        try:
            user, _ = server.accept()
            user.setblocking(False)
            user.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            users[user] = [0, b""]
        except BlockingIOError:
            pass
        for user, state in list(users.items()):
            try:
                while user.recv(4096):
                    pass
                raise ConnectionError
            except BlockingIOError:
                pass
            except OSError:
                user.close()
                del users[user]
                continue
            if len(state[1]) < 512 * 1024:
                state[1] += b"".join(block(state[0] + i) for i in range(BLOCKS_PER_TICK))
                state[0] += BLOCKS_PER_TICK
            try:
                state[1] = state[1][user.send(state[1]):]
            except BlockingIOError:
                pass
            except OSError:
                user.close()
                del users[user]
        if os.path.exists(pidfile + ".ask"):
            tell_digest(memoryview(memory)[hot:], pidfile)
        for _ in range(16):
            memory[page] = (memory[page] + 1) % 256
            page = (page + 4096) % hot
        # A frozen process does not make up for the time it lost.
        due = max(due + TICK, time.monotonic() - TICK)
        time.sleep(max(0, due - time.monotonic()))


if __name__ == "__main__":
    main()
