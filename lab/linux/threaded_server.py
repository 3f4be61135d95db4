"""The streaming service with a second thread that keeps writing to an open file. If the file is not as it left it, the
process ends, and its users notice.

threaded_server.py ADDRESS PORT MEMORY_MIB HOT_MIB PIDFILE
"""
import os
import threading
import time

import stream_server

PAUSE = 0.02


def keep_writing(path):
    with open(path, "wb+", buffering=0) as file:
        written = b""
        while True:
            number = b"%d\n" % len(written)
            written += number
            file.write(number)
            if os.pread(file.fileno(), len(written) + 1, 0) != written:
                os._exit(1)
            time.sleep(PAUSE)


threading.Thread(target=keep_writing, args=("counter.log",), daemon=True).start()
stream_server.main()
