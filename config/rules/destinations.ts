/** Hosts and ports that variables name. */

/** Somewhere that a program may connect to. */
export interface Destination {
  /** Variable that names it. */
  readonly variable: string;
  /** Host name or IPv4 address, in lower case. */
  readonly host: string;
  /** TCP port. */
  readonly port: number;
}

/** Ports of schemes that say none. */
const ports: Readonly<Record<string, number>> = {
  ...{ http: 80, https: 443, ws: 80, wss: 443, grpc: 443, smtp: 25, smtps: 465, redis: 6379, rediss: 6379, amqp: 5672, amqps: 5671 },
  ...{ postgres: 5432, postgresql: 5432, mysql: 3306, mongodb: 27_017, nats: 4222, kafka: 9092, ldap: 389, ldaps: 636, socks5: 1080 },
};

const HOST = String.raw`([a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*)`;
const url = new RegExp(`^([a-z][a-z0-9+.-]*)://(?:[^/@\\s]*@)?${HOST}(?::(\\d{1,5}))?(?=[/?#]|$)`, 'i');
/** Without a scheme, only what cannot be something else, such as the tag of an image. */
const hostAndPort = new RegExp(`^${HOST}:(\\d{2,5})$`, 'i');
const hostAlone = new RegExp(`^${HOST}$`, 'i');

/** Destinations of one value; several may stand in it, with commas between them. */
const inValue = (value: string): readonly Omit<Destination, 'variable'>[] =>
  value.split(/[,\s]+/).flatMap((part) => {
    const [, scheme, host, port] = url.exec(part) ?? [];
    if (scheme !== undefined && host !== undefined) {
      const number = port === undefined ? ports[scheme.toLowerCase().split('+')[0] ?? ''] : Number(port);
      return number === undefined ? [] : [{ host: host.toLowerCase(), port: number }];
    }
    const [, bare, digits] = hostAndPort.exec(part) ?? [];
    return bare === undefined || !/[a-z]/i.test(bare.split('.').at(-1) ?? '')
      ? addressAndPort(part)
      : [{ host: bare.toLowerCase(), port: Number(digits) }];
  });

const addressAndPort = (part: string): readonly Omit<Destination, 'variable'>[] => {
  const [, host, port] = /^(\d{1,3}(?:\.\d{1,3}){3}):(\d{2,5})$/.exec(part) ?? [];
  return host === undefined ? [] : [{ host, port: Number(port) }];
};

/** All that the variables name: URLs, `host:port`, and pairs such as SMTP_HOST and SMTP_PORT. */
export function destinationsIn(settings: Readonly<Record<string, string>>): readonly Destination[] {
  return Object.entries(settings).flatMap(([variable, value]) => {
    const port = variable.endsWith('_HOST') ? settings[variable.replace(/_HOST$/, '_PORT')] : undefined;
    if (port !== undefined && /^\d{1,5}$/.test(port) && hostAlone.test(value)) {
      return [{ variable, host: value.toLowerCase(), port: Number(port) }];
    }
    return inValue(value).map((destination) => ({ variable, ...destination }));
  });
}
