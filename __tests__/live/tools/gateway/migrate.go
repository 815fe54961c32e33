package main

import (
	"context"
	"errors"
	"log"
	"os"
	"time"

	"github.com/jackc/pgx/v5"
)

// steps are applied in their order, each once and in a transaction of its own: what was stopped goes on where it was.
var steps = []string{
	"CREATE TABLE entries (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, text text NOT NULL)",
	"ALTER TABLE entries ADD COLUMN made timestamptz NOT NULL DEFAULT now()",
}

// migrate brings the schema to what this release needs. Two at once wait for each other.
func migrate(ctx context.Context) error {
	if setting("GATEWAY_MODE", "") == "broken-migration" {
		return errors.New("told to fail")
	}
	connection, err := connect(ctx)
	if err != nil {
		return err
	}
	defer connection.Close(ctx)
	if _, err := connection.Exec(ctx, "CREATE TABLE IF NOT EXISTS migrations (step int PRIMARY KEY)"); err != nil {
		return err
	}
	for step, statement := range steps {
		if err := apply(ctx, connection, step, statement); err != nil {
			return err
		}
	}
	log.Printf("%d steps are applied", len(steps))
	return nil
}

// connect tries for a minute: a new pod may start before its node's policy engine knows it, and before names resolve.
func connect(ctx context.Context) (*pgx.Conn, error) {
	for end := time.Now().Add(time.Minute); ; time.Sleep(time.Second) {
		connection, err := pgx.Connect(ctx, os.Getenv("DATABASE_URL"))
		if err == nil || time.Now().After(end) {
			return connection, err
		}
		log.Print(err)
	}
}

func apply(ctx context.Context, connection *pgx.Conn, step int, statement string) error {
	return pgx.BeginFunc(ctx, connection, func(transaction pgx.Tx) error {
		if _, err := transaction.Exec(ctx, "LOCK TABLE migrations"); err != nil {
			return err
		}
		var done bool
		if err := transaction.QueryRow(ctx, "SELECT EXISTS (SELECT FROM migrations WHERE step = $1)", step).Scan(&done); err != nil || done {
			return err
		}
		if _, err := transaction.Exec(ctx, statement); err != nil {
			return err
		}
		_, err := transaction.Exec(ctx, "INSERT INTO migrations VALUES ($1)", step)
		return err
	})
}
