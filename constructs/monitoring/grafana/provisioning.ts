import { stringify } from 'yaml';

export interface DataSourceOptions {
  /** URL of Prometheus. */
  readonly prometheusUrl: string;
  /** By which the dashboards name it. */
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

/** Where dashboards are read from. Nobody changes them but their file. */
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
