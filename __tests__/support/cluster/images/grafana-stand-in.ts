/** Grafana is in no package registry: this answers what probes and scrapes ask, as the real one does, and shows nothing. */
import { versions } from '../../../../config';
import { pathEnvironment, type Image } from './image';

const answers = `#!/usr/bin/python3
"""Answers in the place of Grafana. It needs what the real one needs to start: its settings, a password and a place for its database."""
import os, sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

settings = next((word.split("=", 1)[1] for word in sys.argv if word.startswith("--config=")), "/etc/grafana/grafana.ini")
for needed in (settings, "/etc/grafana-provisioning/datasources", "/etc/grafana-provisioning/dashboards"):
    os.stat(needed)
if not os.environ["GF_SECURITY_ADMIN_PASSWORD"]:
    sys.exit("no password of the administrator")
with open("/var/lib/grafana/grafana.db", "a"):
    pass

TEXTS = {
    "/api/health": ("application/json", '{"database":"ok","version":"stand-in"}'),
    "/metrics": ("text/plain; version=0.0.4", "# TYPE grafana_build_info gauge\\ngrafana_build_info{version=\\"stand-in\\"} 1\\n"),
}


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        kind, text = TEXTS.get(self.path, ("text/plain", ""))
        self.send_response(200 if text else 404)
        self.send_header("content-type", kind)
        self.send_header("content-length", str(len(text)))
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *_):
        pass


ThreadingHTTPServer(("", 3000), Handler).serve_forever()
`;

export const grafanaStandIn: Image = {
  reference: versions.images.grafana,
  base: 'bookworm',
  parts: [{ to: '/usr/share/grafana/bin/grafana', text: answers }],
  config: { User: '472', WorkingDir: '/usr/share/grafana', Entrypoint: ['/run.sh'], Env: pathEnvironment },
  source: 'a program of this file',
  differs: 'it is not Grafana: no dashboard is read, nobody logs in',
  standIn: 'Grafana',
};
