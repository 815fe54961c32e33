export interface GrafanaIniOptions {
  readonly port: number;
  /** Writable directory; lost with the pod. */
  readonly dataPath: string;
  /** Directory of the provisioned files. */
  readonly provisioningPath: string;
  /** Host name of the web interface, over https; null: none. */
  readonly host: string | null;
}

/**
 * grafana.ini. The password of the user `admin` comes from GF_SECURITY_ADMIN_PASSWORD; Grafana reads it when it creates its database, at
 * every pod start, so a new password only needs new pods.
 * https://grafana.com/docs/grafana/latest/setup-grafana/configure-grafana/
 */
export const grafanaIni = ({ port, dataPath, provisioningPath, host }: GrafanaIniOptions): string => `[paths]
data = ${dataPath}
plugins = ${dataPath}/plugins
provisioning = ${provisioningPath}

[server]
http_port = ${port}
${host === null ? '' : `domain = ${host}\nroot_url = https://${host}/\n`}
[security]
admin_user = admin
disable_gravatar = true
cookie_secure = ${host !== null}
cookie_samesite = strict
content_security_policy = true
allow_embedding = false

[auth]
disable_login_form = false

[auth.anonymous]
enabled = false

[auth.basic]
enabled = true

[users]
allow_sign_up = false
allow_org_create = false
auto_assign_org_role = Viewer
default_theme = system

[analytics]
reporting_enabled = false
check_for_updates = false
check_for_plugin_updates = false
feedback_links_enabled = false

[plugins]
plugin_admin_enabled = false
public_key_retrieval_disabled = true
preinstall_disabled = true

[news]
news_feed_enabled = false

[snapshots]
external_enabled = false

[public_dashboards]
enabled = false

[unified_alerting]
# Alerts are Prometheus' and Alertmanager's.
enabled = false

[metrics]
enabled = true

[log]
mode = console
`;
