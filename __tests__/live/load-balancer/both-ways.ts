import { loopback } from '../../support/processes';
import { makeCertificate } from './certificate';
import { startBalancer, type Balancer, type Engine, type Settings } from './engines';
import { startApplication, type Application } from './start-application';

/** The application behind two balancers: one with TLS, one in clear text. */
export interface BothWays {
  readonly application: Application;
  readonly secured: Balancer;
  readonly clear: Balancer;
}

/** Call it in a `describe`: it starts them before the first test and stops them after the last, also where one did not start. */
export function bothWays(
  engine: Engine,
  programs: Readonly<Record<Engine['name'] | 'openssl', string>>,
  { limits, variables }: Pick<Settings, 'limits'> & { readonly variables?: Readonly<Record<string, string>> } = {},
): () => BothWays {
  let application: Application | undefined;
  let secured: Balancer | undefined;
  let clear: Balancer | undefined;
  beforeAll(async () => {
    application = await startApplication(variables);
    const settings = { endpoints: [{ host: loopback, port: application.port }], ...(limits === undefined ? {} : { limits }) };
    secured = await startBalancer(engine, programs[engine.name], { ...settings, tls: makeCertificate(programs.openssl) });
    clear = await startBalancer(engine, programs[engine.name], settings);
  });
  afterAll(async () => {
    await secured?.process.stop('SIGKILL');
    await clear?.process.stop('SIGKILL');
    await application?.stop();
  });
  return () => {
    if (application === undefined || secured === undefined || clear === undefined) throw new Error('they have not started');
    return { application, secured, clear };
  };
}
