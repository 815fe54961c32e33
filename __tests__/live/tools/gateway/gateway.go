package main

import (
	"encoding/json"
	"net/http"
	"os"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus/promhttp"
)

type gateway struct {
	stores   *stores
	metrics  *metrics
	draining atomic.Bool
}

func newGateway(stores *stores) *gateway {
	return &gateway{stores: stores, metrics: newMetrics(stores)}
}

func (g *gateway) routes() http.Handler {
	routes := http.NewServeMux()
	routes.HandleFunc("GET /health", answer)
	routes.HandleFunc("GET /ready", g.ready)
	routes.Handle("GET /metrics", promhttp.HandlerFor(g.metrics.registry, promhttp.HandlerOpts{}))
	routes.Handle("/v1/chat/completions", g.metrics.counted("/v1/chat/completions", g.complete))
	routes.Handle("POST /api/entries", g.metrics.counted("/api/entries", g.enter))
	routes.Handle("GET /api/entries", g.metrics.counted("/api/entries", g.entries))
	routes.Handle("GET /{$}", g.metrics.counted("/", g.introduce))
	return http.HandlerFunc(func(response http.ResponseWriter, request *http.Request) {
		if g.draining.Load() {
			response.Header().Set("Connection", "close")
		}
		limit, _ := strconv.ParseInt(setting("MAX_BODY_MIB", "100"), 10, 64)
		request.Body = http.MaxBytesReader(response, request.Body, limit<<20)
		routes.ServeHTTP(response, request)
	})
}

func answer(response http.ResponseWriter, _ *http.Request) { _, _ = response.Write([]byte("ok\n")) }

// ready says whether requests may come. The stores are asked once, at the start: a store that is away later is an error of the
// requests that need it, and no reason to take all pods out at once.
func (g *gateway) ready(response http.ResponseWriter, request *http.Request) {
	if g.draining.Load() || !g.stores.reached(request.Context()) {
		http.Error(response, "not ready", http.StatusServiceUnavailable)
		return
	}
	answer(response, request)
}

// introduce says who answers.
func (g *gateway) introduce(response http.ResponseWriter, _ *http.Request) {
	host, _ := os.Hostname()
	give(response, map[string]string{"pod": host, "release": release}, nil)
}

// enter writes to the stores, or to the one that is named.
func (g *gateway) enter(response http.ResponseWriter, request *http.Request) {
	query := request.URL.Query()
	made, err := g.stores.enter(request.Context(), query.Get("store"), query.Get("text"))
	give(response, made, err)
}

// entries gives what was written with a text.
func (g *gateway) entries(response http.ResponseWriter, request *http.Request) {
	found, err := g.stores.written(request.Context(), request.URL.Query().Get("text"))
	give(response, found, err)
}

func give(response http.ResponseWriter, value any, err error) {
	if err != nil {
		http.Error(response, err.Error(), http.StatusInternalServerError)
		return
	}
	response.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(response).Encode(value)
}

func parameter(request *http.Request, name string, otherwise float64) time.Duration {
	number, err := strconv.ParseFloat(request.URL.Query().Get(name), 64)
	if err != nil {
		number = otherwise
	}
	return time.Duration(number * float64(time.Second))
}
