/** Two releases of the tests' gateway, in the place of the application. */
import { pathEnvironment, program, type Image } from './image';

export const gatewayReference = (release: 1 | 2): string => `gateway.massrouter.test/gateway:${release}.0.0`;

const image = (release: 1 | 2): Image => ({
  reference: gatewayReference(release),
  base: 'bookworm',
  parts: [program('gateway', '/app/gateway'), { to: '/app/Makefile', text: 'migrate-up:\n\t/app/gateway migrate-up\n' }],
  config: {
    User: '10001',
    WorkingDir: '/app',
    Entrypoint: ['/app/gateway'],
    Env: [...pathEnvironment, `GATEWAY_RELEASE=${release}`],
  },
  source: '__tests__/live/tools/gateway',
  differs: 'it is not the application: it makes up its tokens',
});

export const gatewayImages: readonly Image[] = [image(1), image(2)];
