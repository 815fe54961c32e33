package main

import (
	"fmt"
	"net/http"
	"time"
)

// provider is the one whose tokens are made up.
const provider = "invented"

// complete streams tokens in the way of OpenAI's API: `seconds` in all, one each `gap`, and at first nothing for `silence`.
func (g *gateway) complete(response http.ResponseWriter, request *http.Request) {
	started := time.Now()
	total, gap, silence := parameter(request, "seconds", 5), parameter(request, "gap", 1), parameter(request, "silence", 0)
	heartbeat := seconds("HEARTBEAT_SECONDS", 15)
	headers := response.Header()
	headers.Set("Content-Type", "text/event-stream")
	headers.Set("Cache-Control", "no-cache, no-transform")
	headers.Set("X-Accel-Buffering", "no")
	response.WriteHeader(http.StatusOK)
	controller := http.NewResponseController(response)
	send := func(text string) error {
		if _, err := fmt.Fprint(response, text); err != nil {
			return err
		}
		return controller.Flush()
	}
	g.metrics.inFlight.Inc()
	defer g.metrics.inFlight.Dec()
	g.metrics.upstream.WithLabelValues(provider, "200").Inc()
	outcome := g.stream(request, send, total, gap, silence, heartbeat, started)
	g.metrics.streams.WithLabelValues(outcome).Inc()
	g.metrics.streamSeconds.Observe(time.Since(started).Seconds())
}

// stream gives the outcome.
func (g *gateway) stream(request *http.Request, send func(string) error, total, gap, silence, heartbeat time.Duration, started time.Time) string {
	next, end := started.Add(silence), started.Add(total)
	quiet := time.NewTicker(heartbeat)
	defer quiet.Stop()
	if err := send(": open\n\n"); err != nil {
		return "client_gone"
	}
	for token := 0; time.Now().Before(end); {
		select {
		case <-request.Context().Done():
			return "client_gone"
		case <-quiet.C:
			if err := send(": ping\n\n"); err != nil {
				return "client_gone"
			}
		case <-time.After(time.Until(next)):
			if err := send(fmt.Sprintf("data: {\"object\":\"chat.completion.chunk\",\"choices\":[{\"delta\":{\"content\":\"%d \"}}]}\n\n", token)); err != nil {
				return "client_gone"
			}
			if token == 0 {
				g.metrics.firstToken.WithLabelValues(provider).Observe(time.Since(started).Seconds())
			}
			token++
			next = next.Add(gap)
			quiet.Reset(heartbeat)
		}
	}
	if err := send("data: [DONE]\n\n"); err != nil {
		return "client_gone"
	}
	return "whole"
}
