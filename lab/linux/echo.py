"""Answers every datagram: echo.py ADDRESS PORT. The user's probe finds out by it which server it reaches."""
import socket
import sys

with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as echo:
    echo.bind((sys.argv[1], int(sys.argv[2])))
    while True:
        data, sender = echo.recvfrom(64)
        echo.sendto(data, sender)
