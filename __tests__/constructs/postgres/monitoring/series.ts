const exporter = 'component="postgres-exporter",instance="10.0.0.9:9187"';

/** A series as postgres_exporter has it. */
export const exporterSeries = (metric: string, labels = ''): string => `${metric}{${exporter}${labels === '' ? '' : `,${labels}`}}`;
