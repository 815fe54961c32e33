/** The HTTP interface of a Prometheus, as far as the tests need it. https://prometheus.io/docs/prometheus/latest/querying/api/ */

export interface Rule {
  readonly name: string;
  readonly query: string;
  readonly lastError: string;
}

export interface Selector {
  /** The metric's. */
  readonly name: string;
  /** The whole of it, with its matchers. */
  readonly selector: string;
}

export interface PrometheusApi {
  isReady(): Promise<boolean>;
  /** The labels of an expression's series, now. */
  query(expr: string): Promise<readonly Readonly<Record<string, string>>[]>;
  /** Every rule; an error while one was not evaluated yet. */
  evaluatedRules(): Promise<readonly Rule[]>;
  /** Every selector in an expression. */
  selectors(expr: string): Promise<readonly Selector[]>;
  hasSeries(selector: string): Promise<boolean>;
  metricNames(): Promise<readonly string[]>;
  /** Whether a target says what the metric is, by its HELP; it need not have a series. */
  isKnown(name: string): Promise<boolean>;
  /** As it is loaded. */
  configuration(): Promise<string>;
}

interface LoadedRule {
  readonly name: string;
  readonly query: string;
  readonly health: string;
  readonly lastError?: string;
}

interface Matcher {
  readonly type: string;
  readonly name: string;
  readonly value: string;
}

export function prometheusAt(url: string): PrometheusApi {
  const get = async <T>(path: string, parameters: Readonly<Record<string, string>> = {}): Promise<T> => {
    const answer = await fetch(`${url}/api/v1/${path}?${new URLSearchParams(parameters).toString()}`);
    const { status, data, error } = (await answer.json()) as { status: string; data: T; error?: string };
    if (status !== 'success') throw new Error(`${path} ${JSON.stringify(parameters)}: ${error ?? status}`);
    return data;
  };
  return {
    isReady: async () => (await fetch(`${url}/-/ready`)).ok,
    async query(expr) {
      const { result } = await get<{ result: readonly { metric: Record<string, string> }[] }>('query', { query: expr });
      return result.map(({ metric }) => metric);
    },
    async evaluatedRules() {
      const { groups } = await get<{ groups: readonly { rules: readonly LoadedRule[] }[] }>('rules');
      const rules = groups.flatMap((group) => group.rules);
      const waiting = rules.filter(({ health }) => health === 'unknown').map(({ name }) => name);
      if (rules.length === 0 || waiting.length > 0) throw new Error(`not evaluated yet: ${waiting.join(', ')}`);
      return rules.map(({ name, query, lastError = '' }) => ({ name, query, lastError }));
    },
    selectors: async (expr) => selectorsIn(await get<unknown>('parse_query', { query: expr })),
    async hasSeries(selector) {
      return (await get<readonly object[]>('series', { 'match[]': selector, limit: '1' })).length > 0;
    },
    isKnown: async (name) => Object.keys(await get<object>('metadata', { metric: name })).length > 0,
    metricNames: () => get('label/__name__/values'),
    configuration: async () => (await get<{ yaml: string }>('status/config')).yaml,
  };
}

/** Every selector in the tree that a query is parsed to. */
function selectorsIn(node: unknown): readonly Selector[] {
  if (typeof node !== 'object' || node === null) return [];
  const { type, name, matchers } = node as { type?: string; name?: string; matchers?: readonly Matcher[] };
  if ((type === 'vectorSelector' || type === 'matrixSelector') && name !== undefined) {
    const text = (matchers ?? []).map((matcher) => `${matcher.name}${matcher.type}${JSON.stringify(matcher.value)}`).join(',');
    return [{ name, selector: `{${text}}` }];
  }
  return Object.values(node).flatMap(selectorsIn);
}
