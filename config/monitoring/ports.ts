/** Where the programs of monitoring listen: each one's own default. */
export const monitoringPorts = {
  prometheus: 9090,
  alertmanager: 9093,
  /** What the members of Alertmanager tell each other, by TCP and UDP. */
  alertmanagerGossip: 9094,
  grafana: 3000,
  kubeStateMetrics: 8080,
  nodeExporter: 9100,
  postgresExporter: 9187,
  redisExporter: 9121,
  blackboxExporter: 9115,
  cloudwatchExporter: 5000,
} as const;
