// A server that survives being told to leave: it stops listening, finishes what it has, and exits.
package main

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"
)

func main() {
	server := &http.Server{Addr: ":" + os.Getenv("PORT"), Handler: http.HandlerFunc(hello)}
	told, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	go server.ListenAndServe()
	<-told.Done()
	limit, cancel := context.WithTimeout(context.Background(), 8*time.Second)
	defer cancel()
	server.Shutdown(limit)
}

func hello(response http.ResponseWriter, _ *http.Request) {
	time.Sleep(20 * time.Millisecond)
	fmt.Fprintln(response, "hello")
}
