"""A server that survives being told to leave: it stops listening, finishes what it has, and exits."""
import os
import signal
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Hello(BaseHTTPRequestHandler):
    def do_GET(self):
        time.sleep(0.02)
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"hello\n")

    def log_message(self, *_):
        pass


class Server(ThreadingHTTPServer):
    daemon_threads = False  # server_close() waits for the threads
    request_queue_size = 128


server = Server(("127.0.0.1", int(os.environ.get("PORT", "8080"))), Hello)
# shutdown() waits for serve_forever(), which this thread is in.
signal.signal(signal.SIGTERM, lambda *_: threading.Thread(target=server.shutdown).start())
server.serve_forever()
server.server_close()
