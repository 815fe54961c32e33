/** No secret is in what is written, nor would one come into Terraform's state by it. */
import { parseAllDocuments } from 'yaml';
import { resourcesOf } from '../environments';
import type { Guard, Synthesis } from './synthesis';
import { at, blocksAt, kubernetes, numberAt, textAt, textsIn, within, type Block } from './blocks';
import { expressionsIn } from './expressions';

/** Exactly one expression, of a value that no state keeps. */
const isEphemeral = (value: unknown): boolean => {
  const [expression = '', ...more] = expressionsIn(String(value));
  return more.length === 0 && String(value) === `\${${expression}}` && /\bephemeral\.\w+\.\w/.test(expression);
};

/** Secrets are written only, with values that no state keeps, and with a revision: without one, the provider writes an empty Secret. */
export const secretsWriteOnly: Guard = (stack) =>
  kubernetes(stack, ['secret']).flatMap(({ address, body }) => {
    const revision = at(body, 'data_wo_revision');
    const counted =
      (numberAt(body, 'data_wo_revision') ?? 0) >= 1 || (typeof revision === 'string' && expressionsIn(revision).length === 1);
    const written = Object.entries(blocksAt(body, 'data_wo')[0] ?? {});
    return [
      ...['data', 'binary_data', 'string_data']
        .filter((name) => at(body, name) !== undefined)
        .map((name) => `${name} is kept in the state`),
      ...(written.length === 0 ? ['has no data_wo'] : []),
      ...written
        .filter(([key, value]) => !isEphemeral(value) && !(key === 'username' && expressionsIn(String(value)).length === 0))
        .map(([key]) => `data_wo.${key} is no value of an ephemeral resource`),
      ...(counted ? [] : ['data_wo_revision is not 1 or more']),
    ].map((problem) => `${address}: ${problem}`);
  });

/** Resources that keep what they make in the state. */
const keepers =
  /^(random_password|random_string|random_id|random_bytes|tls_private_key|aws_iam_access_key|cloudflare_api_token|kubernetes_secret)$/;
/** Arguments of which there is a write-only form. */
const kept = ['auth_token', 'master_password', 'passwords', 'secret_string', 'secret_key'];

export const nothingKept: Guard = (stack) => [
  ...resourcesOf(stack).flatMap(({ type, address, body }) => [
    ...(keepers.test(type) ? [`${address}: keeps its value in the state`] : []),
    ...kept.filter((name) => body[name] !== undefined).map((name) => `${address}: ${name} is kept in the state`),
  ]),
  // A state that is read by others is shown in their plans: https://github.com/hashicorp/terraform/issues/29544
  ...Object.entries(blocksAt(stack.json, 'output')[0] ?? {})
    .filter(([, output]) =>
      textsIn(output).some((text) => /\bephemeral\.|\.(result|secret_string|password|token|private_key\w*)\b/.test(text)),
    )
    .map(([name]) => `output.${name}: hands on a value that is secret`),
];

const shapes: readonly (readonly [what: string, shape: RegExp])[] = [
  ['a private key', /-----BEGIN [A-Z ]*PRIVATE KEY-----/],
  ['an access key of AWS', /\b(AKIA|ASIA)[A-Z0-9]{16}\b/],
  ['a token of GitHub', /\bgh[pousr]_[A-Za-z0-9]{36}/],
  ['a token of Slack', /\bxox[abprs]-[A-Za-z0-9-]{10}/],
  ['a key of a model provider', /\bsk-[A-Za-z0-9_-]{20}/],
  ['a JSON Web Token', /\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\./],
  // What is filled in later begins with a dollar: $(NAME) in a pod, ${…} in Terraform, $NAME in a shell.
  ['a URL with a password', /\b[a-z][a-z0-9+.-]*:\/\/[^\s"'/@:]*:(?![$%])[^\s"'/@]+@/i],
  ['a password in SQL', /\bPASSWORD\s+'[^']+'/i],
  ['a password of Redis', /^[ \t]*(requirepass|masterauth)[ \t]+["']?(?![$"'])\S/im],
  [
    'a password in a file',
    /^[ \t-]*["']?\w*(password|passwd|passphrase)["']?[ \t]*[:=][ \t]*["']?(?![$:{<%\s"'/]|(true|false|null)\b)\S/im,
  ],
];

/** The whole name says that the value is one: `DATABASE_PASSWORD`, but not `PASSWORD_FILE` or `KEEP_ALIVE`. */
const isSecretName = (name: string): boolean => /(^|_)(PASSWORD|PASSWD|PASSPHRASE|SECRET|TOKEN|KEY|CREDENTIALS?)$/.test(name);
const mentionsSecret = (name: string): boolean => /^[A-Z][A-Z0-9_]*$/.test(name) && /PASSWORD|SECRET|TOKEN|KEY/.test(name);
/** A value that stands for another one, or is made when it is read: $(NAME), ${…}, $NAME, $(command). A hash begins with $2 or $6. */
const isFilledIn = (value: string): boolean => /^(\$[({$A-Za-z_]|`|$)/.test(value);
/** Long, and of letters and digits in no order of a word: paths, hosts and sentences are none. */
const isRandom = (value: string): boolean => /^(?=.*\d)(?=.*[a-z])(?=.*[A-Z])[A-Za-z0-9+/_=-]{16,}$/.test(value);

const variable = (name: string, value: string): readonly string[] =>
  mentionsSecret(name) && !isFilledIn(value) && (isSecretName(name) || isRandom(value)) ? [`${name} has a literal value`] : [];

/** Variables as pods, ConfigMaps and Compose files have them, and lines as in an environment file. */
function variables(value: unknown): readonly string[] {
  const named = within(value).flatMap((block) => {
    const own = Object.entries(block).flatMap(([name, text]) => (typeof text === 'string' ? variable(name, text) : []));
    const [name, text] = ['name', 'value'].map((key) => textAt(block, key));
    return [...own, ...(name === undefined || text === undefined ? [] : variable(name, text))];
  });
  const lines = textsIn(value).flatMap((text) => [...text.matchAll(/^\s*(?:export\s+)?([A-Z][A-Z0-9_]*)=["']?([^\s"']*)/gm)]);
  return [...named, ...lines.flatMap(([, name = '', text = '']) => variable(name, text))];
}

/** What in a text is a secret, never the secret itself. */
export function secretsIn(text: string): readonly string[] {
  const values = parsed(text);
  // In JSON the lines of a text are escaped: it is looked at as it is written and as it is meant.
  const texts = [text, ...values.flatMap(textsIn)];
  const found = shapes.filter(([, shape]) => texts.some((one) => shape.test(one))).map(([what]) => what);
  return [...new Set([...found, ...values.flatMap(variables)])];
}

/** JSON, YAML, or a text that is neither and is read line by line. */
function parsed(text: string): readonly unknown[] {
  try {
    return [JSON.parse(text)];
  } catch {
    const documents = parseAllDocuments(text);
    const isData = Array.isArray(documents) && documents.every(({ errors }) => errors.length === 0);
    return isData ? documents.map((document) => document.toJS() as Block) : [text];
  }
}

/** Over all files, also those that no guard of a stack reads. */
export const secretFiles = ({ files }: Pick<Synthesis, 'files'>): readonly string[] =>
  Object.entries(files).flatMap(([file, text]) => secretsIn(text).map((what) => `${file}: ${what}`));
