import { errorBody, errorTexts } from '../error-texts';
import type { ProxyLimits } from '../proxy';

/** Statuses of requests that could not be read: they have no id, and HAProxy takes the answer to them from nowhere but a file. */
export const unreadable = [400, 408, 414, 422, 431, 500] as const;

/** The files that haproxy.cfg names, by their names. */
export const haproxyErrorFiles = (limits: ProxyLimits): Readonly<Record<string, string>> =>
  Object.fromEntries(
    unreadable.map((status) => {
      const body = errorBody(status, errorTexts(limits)[status], null);
      const head = [`HTTP/1.1 ${status} Error`, 'Content-Type: application/json', `Content-Length: ${body.length}`, 'Connection: close'];
      return [`${status}.http`, [...head, '', body].join('\r\n')];
    }),
  );
