/** What program-variables.ts has to see. */
import type { Edits } from './edited';
import { breaking, type Violation } from './violation';

const store = 'kubernetes_stateful_set_v1.Store';
const inStore = `resource.${store}.spec.0.template.0.spec.0`;
const unknown = breaking('programs get the variables that they read', 'local-example', store);

/** The store's container reads files, and starts with one of them. */
const running = (command: readonly string[], files: Readonly<Record<string, string>>): Edits => ({
  [`${inStore}.container.0.command`]: command,
  'resource.kubernetes_config_map_v1.Store.data': { DRAIN_SECONDS: '60', ...files },
});
const start = ['/bin/sh', '/etc/store/start.sh'];

export const programViolations: readonly Violation[] = [
  unknown(
    'a variable that nobody gives',
    running(start, { 'start.sh': 'RUN=/run\n# $COMMENTED\necho "$STORE_PASSWORD $DRAIN_SECONDS $RUN $GONE"' }),
    'container store: start.sh reads GONE, which it is not given',
  ),
  unknown(
    'one in braces, in a file that the first one names',
    running(start, { 'start.sh': '. "$${0%/*}/lib.sh"', 'lib.sh': 'echo "$${GONE:-}"' }),
    'container store: lib.sh reads GONE, which it is not given',
  ),
  unknown(
    'one of a Python program',
    running(start, { 'start.sh': 'python3 /etc/store/x.py', 'x.py': 'import os\nprint(os.environ["GONE"], os.environ.get("LOST"))' }),
    'container store: x.py reads GONE, which it is not given',
    'container store: x.py reads LOST, which it is not given',
  ),
  unknown(
    'one of a probe',
    {
      ...running(['store'], { 'probe.sh': 'echo "$GONE"' }),
      [`${inStore}.container.0.readiness_probe`]: [{ exec: [{ command: ['/bin/sh', '/etc/store/probe.sh'] }] }],
    },
    'container store: probe.sh reads GONE, which it is not given',
  ),
  unknown(
    'one that only another container has',
    {
      ...running(['store'], { 'start.sh': 'echo "$STORE_PASSWORD"' }),
      [`${inStore}.init_container.0.command`]: start,
    },
    'init container setup: start.sh reads STORE_PASSWORD, which it is not given',
  ),
];
