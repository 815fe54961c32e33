import { stringify } from 'yaml';

export interface DataSourceOptions {
  /** URL of Prometheus. */
  readonly prometheusUrl: string;
  /** Name by which the dashboards refer to it. */
  readonly uid: string;
  readonly scrapeIntervalSeconds: number;
}

/** The data source. https://grafana.com/docs/grafana/latest/administration/provisioning/#data-sources */
export const dataSourcesYml = ({ prometheusUrl, uid, scrapeIntervalSeconds }: DataSourceOptions): string =>
  stringify({
    apiVersion: 1,
    datasources: [
      {
        name: 'Prometheus',
        type: 'prometheus',
        uid,
        access: 'proxy',
        url: prometheusUrl,
        isDefault: true,
        editable: false,
        jsonData: { httpMethod: 'POST', timeInterval: `${scrapeIntervalSeconds}s`, prometheusType: 'Prometheus' },
      },
    ],
  });

/** Directory of the dashboards. They change only through their files. */
export const dashboardsYml = (path: string): string =>
  stringify({
    apiVersion: 1,
    providers: [
      {
        name: 'massrouter',
        folder: 'MassRouter',
        type: 'file',
        disableDeletion: true,
        allowUiUpdates: false,
        updateIntervalSeconds: 60,
        options: { path },
      },
    ],
  });
