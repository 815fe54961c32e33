package main

import (
	"bytes"
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"net/url"
	"os"
	"strconv"
	"sync/atomic"
	"time"

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
	// A server that is a replica now is none to write to.
	config.ConnConfig.RuntimeParams["application_name"] = "gateway"
	if opened.pool, err = pgxpool.NewWithConfig(context.Background(), config); err != nil {
		return nil, err
	}
	options, err := redis.ParseClusterURL(os.Getenv("REDIS_URL"))
	if err != nil {
		return nil, err
	}
	options.DialTimeout, options.ReadTimeout, options.WriteTimeout = 2*time.Second, 2*time.Second, 2*time.Second
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

// entry is what was written, as it was read again.
type entry struct {
	ID      int64  `json:"id"`
	Count   int64  `json:"count"`
	Object  string `json:"object"`
	Release string `json:"release"`
}

func (s *stores) enter(ctx context.Context, text string) (*entry, error) {
	limited, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	made := &entry{Release: release}
	s.waiting.Add(1)
	connection, err := s.pool.Acquire(limited)
	s.waiting.Add(-1)
	if err != nil {
		return nil, fmt.Errorf("PostgreSQL: %w", err)
	}
	err = connection.QueryRow(limited, "INSERT INTO entries (text) VALUES ($1) RETURNING id", text).Scan(&made.ID)
	connection.Release()
	if err != nil {
		return nil, fmt.Errorf("PostgreSQL: %w", err)
	}
	if made.Count, err = s.redis.Incr(limited, "entries:"+text).Result(); err != nil {
		return nil, fmt.Errorf("Redis: %w", err)
	}
	name := fmt.Sprintf("entries/%d", made.ID)
	if _, err = s.objects.PutObject(limited, s.bucket, name, bytes.NewReader([]byte(text)), int64(len(text)), minio.PutObjectOptions{}); err != nil {
		return nil, fmt.Errorf("object storage: %w", err)
	}
	object, err := s.objects.GetObject(limited, s.bucket, name, minio.GetObjectOptions{})
	if err != nil {
		return nil, fmt.Errorf("object storage: %w", err)
	}
	defer object.Close()
	read, err := io.ReadAll(object)
	if err != nil {
		return nil, fmt.Errorf("object storage: %w", err)
	}
	made.Object = string(read)
	return made, nil
}
