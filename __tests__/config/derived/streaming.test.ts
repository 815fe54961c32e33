/** What each hop of the chain is told. */
import { streamingChain } from '../../../config/derived/streaming';
import { streamingField } from '../../../config/streaming';

test('the default chain', () => {
  const drain = { preStopSeconds: 20, drainSeconds: 600, graceSeconds: 660 };
  expect(streamingChain(streamingField.parse(undefined), null)).toEqual({
    cdn: null,
    loadBalancer: { idleSeconds: 1200, deregistrationSeconds: 620, maxBodyMiB: 100, drain },
    app: { heartbeatSeconds: 15, keepAliveSeconds: 1260, maxBodyMiB: 100, drain },
  });
});
