import { metricNames } from '../support/monitoring/metric-names';

describe('the names of metrics in an expression', () => {
  it.each([
    ['up', ['up']],
    [
      'sum by (component) (rate(http_requests_total{status=~"5.."}[5m])) / sum by (component) (rate(http_requests_total[5m])) > 0.05',
      ['http_requests_total'],
    ],
    ['a:b:rate5m{x="y{z}"} > bool 1e3 and on (pod) group_left (node) kube_pod_info', ['a:b:rate5m', 'kube_pod_info']],
    ['max_over_time(rate(a_total[5m])[1h:1m] offset 1h) unless b == 0x1f or c < Inf', ['a_total', 'b', 'c']],
    ['label_replace(up, "node", "$1", "instance", "(.*):9100")', ['up']],
    ['histogram_quantile(0.95, sum(rate(x_bucket[5m])) by (le))', ['x_bucket']],
    ['absent(up{job="prometheus"}) == 1', ['up']],
    ['time() - x_timestamp_seconds > 3600', ['x_timestamp_seconds']],
    ['vector(1)', []],
  ])('%s', (expr, names) => {
    expect(metricNames(expr)).toEqual(names);
  });
});
