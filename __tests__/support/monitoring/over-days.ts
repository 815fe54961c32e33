import type { Alert } from '../../../constructs/mixin/component-monitoring';
import type { Watched } from './components';

/** Alerts that compare with another day: their tests run over days, in which promtool evaluates every rule of the file twice a minute. */
const isOverDays = ({ expr }: Alert): boolean => /offset \d+d/.test(expr);

/** The same in two parts, so that only the alerts over days are evaluated over days. */
export const inParts = (watched: Watched): readonly Watched[] => {
  const { title, monitoring } = watched;
  const part = (overDays: boolean) => monitoring.alerts.filter((alert) => isOverDays(alert) === overDays);
  const long = part(true);
  return [
    { ...watched, monitoring: { ...monitoring, alerts: part(false) } },
    ...(long.length === 0
      ? []
      : [{ ...watched, title: `${title}, over days`, monitoring: { ...monitoring, recordingRules: [], alerts: long, dashboard: null } }]),
  ];
};
