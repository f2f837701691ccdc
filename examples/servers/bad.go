// A server as most begin: SIGTERM ends it in the middle of whatever it is answering.
package main

import (
	"fmt"
	"net/http"
	"os"
	"time"
)

func main() {
	http.ListenAndServe(":"+os.Getenv("PORT"), http.HandlerFunc(hello))
}

func hello(response http.ResponseWriter, _ *http.Request) {
	time.Sleep(20 * time.Millisecond)
	fmt.Fprintln(response, "hello")
}
