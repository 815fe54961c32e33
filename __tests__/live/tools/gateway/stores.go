package main

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"
	"github.com/redis/go-redis/v9"
)

// stores are the three that a service may use. Their addresses come as the program gives them to a service.
type stores struct {
	pool    *pgxpool.Pool
	redis   *redis.ClusterClient
	objects *minio.Client
	bucket  string
	waiting atomic.Int64
	seen    atomic.Bool
}

func openStores() (*stores, error) {
	opened := &stores{bucket: os.Getenv("S3_BUCKET_ASSETS")}
	config, err := pgxpool.ParseConfig(os.Getenv("DATABASE_URL"))
	if err != nil {
		return nil, err
	}
	size, err := strconv.ParseInt(setting("DATABASE_POOL_SIZE", "10"), 10, 32)
	if err != nil {
		return nil, err
	}
	config.MaxConns = int32(size)
	config.ConnConfig.ConnectTimeout = 3 * time.Second
	config.ConnConfig.RuntimeParams["application_name"] = "gateway"
	config.ConnConfig.ValidateConnect = pgconn.ValidateConnectTargetSessionAttrsReadWrite
	if opened.pool, err = pgxpool.NewWithConfig(context.Background(), config); err != nil {
		return nil, err
	}
	options, err := redis.ParseClusterURL(os.Getenv("REDIS_URL"))
	if err != nil {
		return nil, err
	}
	options.DialTimeout, options.ReadTimeout, options.WriteTimeout = time.Second, 2*time.Second, 2*time.Second
	// A member that comes back has another address, and nobody answers at the old one. The client learns of it when it reads the members'
	// list again, which it does every minute by default, and not because a connection failed.
	options.DialerRetries, options.ClusterStateReloadInterval = 1, 3*time.Second
	if options.TLSConfig != nil {
		options.TLSConfig.MinVersion = tls.VersionTLS12
	}
	opened.redis = redis.NewClusterClient(options)
	endpoint, err := url.Parse(os.Getenv("S3_ENDPOINT"))
	if err != nil {
		return nil, err
	}
	opened.objects, err = minio.New(endpoint.Host, &minio.Options{
		Creds:  credentials.NewStaticV4(os.Getenv("AWS_ACCESS_KEY_ID"), os.Getenv("AWS_SECRET_ACCESS_KEY"), ""),
		Secure: endpoint.Scheme == "https",
		Region: os.Getenv("S3_REGION"),
	})
	return opened, err
}

// reached says whether all three have answered once.
func (s *stores) reached(ctx context.Context) bool {
	if s.seen.Load() {
		return true
	}
	limited, cancel := context.WithTimeout(ctx, 2*time.Second)
	defer cancel()
	if s.pool.Ping(limited) != nil || s.redis.Ping(limited).Err() != nil {
		return false
	}
	if _, err := s.objects.GetBucketLocation(limited, s.bucket); err != nil {
		return false
	}
	s.seen.Store(true)
	return true
}

// patience is what one request waits for a store.
const patience = 5 * time.Second

// entry is what was written, as it was read again; of the stores that were not asked, nothing.
type entry struct {
	ID      int64  `json:"id,omitempty"`
	Count   int64  `json:"count,omitempty"`
	Object  string `json:"object,omitempty"`
	Release string `json:"release"`
}

// enter writes to one store, or to all when none is named.
func (s *stores) enter(ctx context.Context, store, text string) (made *entry, err error) {
	limited, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	made = &entry{Release: release}
	if store == "" || store == "postgres" {
		if made.ID, err = s.insert(limited, text); err != nil {
			return nil, fmt.Errorf("PostgreSQL: %w", err)
		}
	}
	if store == "" || store == "redis" {
		if made.Count, err = s.redis.Incr(limited, "entries:"+text).Result(); err != nil {
			return nil, fmt.Errorf("Redis: %w", err)
		}
	}
	if store == "" || store == "objects" {
		if made.Object, err = s.keep(limited, "entries/"+text, text); err != nil {
			return nil, fmt.Errorf("object storage: %w", err)
		}
	}
	return made, nil
}

// insert gives the number of the row when its commit is acknowledged.
func (s *stores) insert(ctx context.Context, text string) (id int64, err error) {
	s.waiting.Add(1)
	connection, err := s.pool.Acquire(ctx)
	s.waiting.Add(-1)
	if err != nil {
		return 0, err
	}
	defer connection.Release()
	err = connection.QueryRow(ctx, "INSERT INTO entries (text) VALUES ($1) RETURNING id", text).Scan(&id)
	var refused *pgconn.PgError
	if errors.As(err, &refused) && refused.Code == pgerrReadOnly {
		_ = connection.Conn().Close(ctx) // a replica now: the next connection goes to the primary
	}
	return id, err
}

// pgerrReadOnly is read_only_sql_transaction: https://www.postgresql.org/docs/16/errcodes-appendix.html
const pgerrReadOnly = "25006"

// keep puts an object and gets it again.
func (s *stores) keep(ctx context.Context, name, text string) (string, error) {
	if _, err := s.objects.PutObject(ctx, s.bucket, name, strings.NewReader(text), int64(len(text)), minio.PutObjectOptions{}); err != nil {
		return "", err
	}
	object, err := s.objects.GetObject(ctx, s.bucket, name, minio.GetObjectOptions{})
	if err != nil {
		return "", err
	}
	defer object.Close()
	read, err := io.ReadAll(object)
	return string(read), err
}

// written is what the stores have of all entries with this text.
type written struct {
	IDs   []int64 `json:"ids"`
	Count int64   `json:"count"`
}

func (s *stores) written(ctx context.Context, text string) (*written, error) {
	limited, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	rows, err := s.pool.Query(limited, "SELECT id FROM entries WHERE text = $1 ORDER BY id", text)
	if err != nil {
		return nil, err
	}
	found := &written{}
	if found.IDs, err = pgx.CollectRows(rows, pgx.RowTo[int64]); err != nil {
		return nil, err
	}
	found.Count, err = s.redis.Get(limited, "entries:"+text).Int64()
	if errors.Is(err, redis.Nil) {
		err = nil
	}
	return found, err
}
