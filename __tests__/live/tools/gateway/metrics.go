package main

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
)

// metrics are those of docs/application-metrics.md.
type metrics struct {
	registry      *prometheus.Registry
	requests      *prometheus.CounterVec
	duration      *prometheus.HistogramVec
	streams       *prometheus.CounterVec
	inFlight      prometheus.Gauge
	firstToken    *prometheus.HistogramVec
	streamSeconds prometheus.Histogram
	upstream      *prometheus.CounterVec
}

func newMetrics(stores *stores) *metrics {
	m := &metrics{
		registry: prometheus.NewRegistry(),
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "http_requests_total", Help: "Requests that were answered."}, []string{"method", "route", "status"}),
		duration: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "http_request_duration_seconds", Help: "Seconds until the last byte of an answer.",
			Buckets: []float64{0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60},
		}, []string{"method", "route"}),
		streams:  prometheus.NewCounterVec(prometheus.CounterOpts{Name: "llm_streams_total", Help: "Streams that ended."}, []string{"outcome"}),
		inFlight: prometheus.NewGauge(prometheus.GaugeOpts{Name: "llm_streams_in_flight", Help: "Streams that are open."}),
		firstToken: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "llm_time_to_first_token_seconds", Help: "Seconds to the first token.",
			Buckets: []float64{0.1, 0.25, 0.5, 1, 2, 3, 5, 10, 15, 20, 30, 60, 120},
		}, []string{"provider"}),
		streamSeconds: prometheus.NewHistogram(prometheus.HistogramOpts{
			Name: "llm_stream_duration_seconds", Help: "Seconds to the end of a stream.",
			Buckets: []float64{1, 5, 15, 30, 60, 120, 300, 600, 1200, 3600},
		}),
		upstream: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "llm_upstream_requests_total", Help: "Requests to model providers."}, []string{"provider", "status"}),
	}
	m.registry.MustRegister(m.requests, m.duration, m.streams, m.inFlight, m.firstToken, m.streamSeconds, m.upstream,
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	// A rate needs a sample from before the first event.
	for _, outcome := range []string{"whole", "cut", "client_gone"} {
		m.streams.WithLabelValues(outcome)
	}
	for _, status := range []string{"200", "429", "500"} {
		m.upstream.WithLabelValues(provider, status)
	}
	gauge := func(name string, labels prometheus.Labels, value func() float64) {
		m.registry.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: name, Help: "Connections to PostgreSQL.", ConstLabels: labels}, value))
	}
	gauge("db_pool_connections", prometheus.Labels{"state": "in_use"}, func() float64 { return float64(stores.pool.Stat().AcquiredConns()) })
	gauge("db_pool_connections", prometheus.Labels{"state": "idle"}, func() float64 { return float64(stores.pool.Stat().IdleConns()) })
	gauge("db_pool_connections_max", nil, func() float64 { return float64(stores.pool.Stat().MaxConns()) })
	gauge("db_pool_waiting", nil, func() float64 { return float64(stores.waiting.Load()) })
	return m
}

type recorder struct {
	http.ResponseWriter
	status int
}

func (r *recorder) WriteHeader(status int) {
	r.status = status
	r.ResponseWriter.WriteHeader(status)
}

func (r *recorder) Unwrap() http.ResponseWriter { return r.ResponseWriter }

// counted counts a request when its answer has ended; the time of a stream is not that of a request.
func (m *metrics) counted(route string, handle http.HandlerFunc) http.Handler {
	return http.HandlerFunc(func(response http.ResponseWriter, request *http.Request) {
		started, recorded := time.Now(), &recorder{ResponseWriter: response, status: http.StatusOK}
		handle(recorded, request)
		m.requests.WithLabelValues(request.Method, route, strconv.Itoa(recorded.status)).Inc()
		if !strings.HasPrefix(route, "/v1") {
			m.duration.WithLabelValues(request.Method, route).Observe(time.Since(started).Seconds())
		}
	})
}
