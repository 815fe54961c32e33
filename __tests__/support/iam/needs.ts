/** What the roles of an environment have to be allowed: the rows' calls, with the ARNs that its resources will have. */
import type { SynthesizedStack } from '../environments';
import { isAllowed, statementsOf, type PolicyStatement, type Request } from './evaluate';
import { fill, placesOf, referred, type Place, type World } from './references';
import { phases, type Phase, type Rows } from './row';

export interface Need extends Request {
  /** Stack and address of what needs it. */
  readonly of: string;
  readonly phase: Phase;
  /** Policy of the key that it is done with: a principal needs it as well as its own. */
  readonly keyPolicy?: readonly PolicyStatement[] | undefined;
}

/** Services without regions: AWS counts their calls as done in the first. */
const GLOBAL = ['budgets', 'iam', 'route53'];

const addressOf = ({ stack, block, type, id }: Place): string => `${stack.name}: ${block === 'resource' ? '' : `${block}.`}${type}.${id}`;

/** What nobody wrote a row for. */
export const unknownTypes = (stacks: readonly SynthesizedStack[], rows: Rows): readonly string[] =>
  stacks.flatMap(placesOf).flatMap((place) => (rowName(place) in rows ? [] : [addressOf(place)]));

const rowName = ({ block, type }: Place): string => (block === 'resource' ? type : `${block}.${type}`);

export function needsOf(world: World): readonly Need[] {
  const places = world.stacks.flatMap(placesOf);
  const keys = keysOf(world, places);
  return places.flatMap((place) =>
    phases.flatMap((phase) =>
      Object.entries(world.rows[rowName(place)]?.[phase] ?? {}).flatMap(([template, calls]) =>
        fill(world, place, template).flatMap((resource) =>
          calls.map((call) => {
            const [action = '', word, service] = call.split(' ');
            const key = action.startsWith('kms:') ? keys.get(resource) : undefined;
            const context = { ...contextOf(world, place, action), ...conditions(word, service, world.region), ...key?.context };
            return { of: addressOf(place), phase, action, resource, context, keyPolicy: key?.policy };
          }),
        ),
      ),
    ),
  );
}

function conditions(word: string | undefined, service: string | undefined, region: string): Request['context'] {
  switch (word) {
    case 'via':
      return { 'kms:ViaService': `${service}.${region}.amazonaws.com`, 'kms:GrantIsForAWSResource': 'true' };
    case 'to':
      return { 'iam:PassedToService': service ?? '' };
    case 'for':
      return { 'iam:AWSServiceName': service ?? '' };
    default:
      return {};
  }
}

function contextOf(world: World, place: Place, action: string): Request['context'] {
  const { region } = world;
  const role = place.type === 'aws_iam_role' ? place : referred(world, place, 'role');
  const boundary = role?.body['permissions_boundary'];
  const window = place.body['deletion_window_in_days'];
  return {
    'aws:RequestedRegion': GLOBAL.includes(action.split(':')[0] ?? '') ? 'us-east-1' : region,
    ...(typeof boundary === 'string' ? { 'iam:PermissionsBoundary': boundary } : {}),
    ...(action === 'kms:ScheduleKeyDeletion' ? { 'kms:ScheduleKeyDeletionPendingWindowInDays': String(window) } : {}),
  };
}

/** Policies and aliases of the keys, by their ARNs. */
function keysOf(world: World, places: readonly Place[]) {
  const aliases = places.filter(({ type }) => type === 'aws_kms_alias');
  return new Map(
    places
      .filter(({ type }) => type === 'aws_kms_key')
      .flatMap((key) =>
        fill(world, key, world.rows['aws_kms_key']?.arn ?? '').map((arn) => {
          const own = aliases.filter((alias) => referred(world, alias, 'target_key_id')?.id === key.id);
          const context = { 'kms:ResourceAliases': own.map(({ body }) => String(body['name'])) };
          // The account stands for its roles; what a service may do with the key is no matter of theirs.
          const policy = statementsOf(key.body['policy']).filter(({ Principal }) => JSON.stringify(Principal ?? '').includes(':root'));
          return [arn, { policy, context }] as const;
        }),
      ),
  );
}

/** One line for each need that is not met, by the role's own policies and by the key's. */
export const unmet = (needs: readonly Need[], role: readonly PolicyStatement[]): readonly string[] => [
  ...new Set(
    needs.flatMap((need) => {
      const { of, phase, action, resource, keyPolicy } = need;
      const why = !isAllowed(role, need)
        ? 'by no policy of the role'
        : keyPolicy !== undefined && !isAllowed(keyPolicy, { ...need, resource: '*' })
          ? 'by no policy of the key'
          : null;
      return why === null ? [] : [`${of}: ${phase} needs ${action} on ${resource}, allowed ${why}`];
    }),
  ),
];
