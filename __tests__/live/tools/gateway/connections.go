package main

import (
	"net"
	"net/http"
	"sync"
	"time"
)

// connections counts those that are open.
type connections struct {
	mutex sync.Mutex
	open  map[net.Conn]struct{}
}

func newConnections() *connections { return &connections{open: map[net.Conn]struct{}{}} }

func (c *connections) changed(connection net.Conn, state http.ConnState) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	switch state {
	case http.StateNew:
		c.open[connection] = struct{}{}
	case http.StateClosed, http.StateHijacked:
		delete(c.open, connection)
	}
}

func (c *connections) count() int {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	return len(c.open)
}

// drain waits until none is left, and gives how many are when the time is over.
func (c *connections) drain(limit time.Duration) int {
	for end := time.Now().Add(limit); c.count() > 0 && time.Now().Before(end); {
		time.Sleep(100 * time.Millisecond)
	}
	return c.count()
}
