/**
 * nginx.conf of the stand-in for a service that has no image yet: it is alive and ready, has metrics, and says what it is. It runs as any
 * user on a read-only root: everything it writes goes below /tmp. `daemon off` is on the command line; if both set it, nginx refuses to start.
 */
export const standInConfig = (port: number): string => `worker_processes 1;
pid /tmp/nginx.pid;
error_log stderr warn;

events {
  worker_connections 256;
}

http {
  access_log /dev/stdout;
  client_body_temp_path /tmp/client_body;
  proxy_temp_path /tmp/proxy;
  fastcgi_temp_path /tmp/fastcgi;
  uwsgi_temp_path /tmp/uwsgi;
  scgi_temp_path /tmp/scgi;
  default_type text/plain;
  server_tokens off;

  server {
    listen ${port};

    location = /health {
      access_log off;
      return 200 "ok\\n";
    }
    location = /ready {
      access_log off;
      return 200 "ok\\n";
    }
    location = /metrics {
      access_log off;
      default_type "text/plain; version=0.0.4; charset=utf-8";
      return 200 "# HELP stand_in_info Always 1: a stand-in answers in place of the service.\\n# TYPE stand_in_info gauge\\nstand_in_info 1\\n";
    }
    location / {
      return 200 "A stand-in for a service whose image is not set.\\n";
    }
  }
}
`;
