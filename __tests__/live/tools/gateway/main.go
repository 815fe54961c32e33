// A gateway to test with, in the place of the application: it streams as docs/streaming.md asks, shows the metrics of
// docs/application-metrics.md, and uses PostgreSQL, Redis and object storage. Models are not asked: it makes up its tokens.
package main

import (
	"context"
	"errors"
	"fmt"
	"log"
	"net"
	"net/http"
	"os"
	"os/signal"
	"strconv"
	"syscall"
	"time"
)

// Set by the linker or the environment: which release it says it is.
var release = setting("GATEWAY_RELEASE", "1")

func setting(name, otherwise string) string {
	if value := os.Getenv(name); value != "" {
		return value
	}
	return otherwise
}

// seconds reads a number of seconds, which may have a fraction.
func seconds(name string, otherwise float64) time.Duration {
	number, err := strconv.ParseFloat(setting(name, fmt.Sprint(otherwise)), 64)
	if err != nil {
		log.Fatalf("%s: %v", name, err)
	}
	return time.Duration(number * float64(time.Second))
}

func main() {
	log.SetFlags(log.LUTC | log.Ldate | log.Ltime)
	if len(os.Args) > 1 && os.Args[1] == "migrate-up" {
		if err := migrate(context.Background()); err != nil {
			log.Fatalf("migration: %v", err)
		}
		return
	}
	// Modes are mistakes that a release can have: GATEWAY_MODE is crash, hang or leak, GATEWAY_START_SECONDS a slow start.
	mode := setting("GATEWAY_MODE", "")
	time.Sleep(seconds("GATEWAY_START_SECONDS", 0))
	if mode == "crash" {
		log.Fatal("told to crash")
	}
	if mode == "leak" {
		go leak()
	}
	stores, err := openStores()
	if err != nil {
		log.Fatalf("stores: %v", err)
	}
	if err := serve(stores, mode); err != nil {
		log.Fatal(err)
	}
}

// leak takes ten MiB a second, and keeps them.
func leak() {
	var kept [][]byte
	for {
		part := make([]byte, 10<<20)
		for i := range part {
			part[i] = 1
		}
		kept = append(kept, part)
		time.Sleep(time.Second)
	}
}

// serve ends some time after SIGTERM, when no connection is left or their time is over.
func serve(stores *stores, mode string) error {
	gateway := newGateway(stores)
	listener, err := net.Listen("tcp", ":"+setting("PORT", "8080"))
	if err != nil {
		return err
	}
	var handler http.Handler = gateway.routes()
	if mode == "hang" {
		handler = http.HandlerFunc(func(_ http.ResponseWriter, request *http.Request) { <-request.Context().Done() })
	}
	connections := newConnections()
	server := &http.Server{
		Handler:           handler,
		ReadHeaderTimeout: 30 * time.Second,
		IdleTimeout:       seconds("KEEP_ALIVE_SECONDS", 65),
		ConnState:         connections.changed,
	}
	told := make(chan os.Signal, 1)
	signal.Notify(told, syscall.SIGTERM)
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	log.Printf("release %s listens on %s", release, listener.Addr())
	select {
	case err := <-failed:
		return err
	case <-told:
	}
	// Server.Shutdown would close idle connections at once, and one of them may be about to bring a request.
	gateway.draining.Store(true)
	if err := listener.Close(); err != nil {
		return err
	}
	if err := <-failed; !errors.Is(err, net.ErrClosed) {
		return err
	}
	if left := connections.drain(seconds("DRAIN_SECONDS", 600)); left > 0 {
		log.Printf("%d connections were still open", left)
	}
	return nil
}
