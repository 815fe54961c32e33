/** Restores that cannot be: what is wrong, what is said of it, and with which moment or variables it is asked for. */
export type RefusedRestore = readonly [
  wrong: string,
  said: RegExp,
  /** Null: one that can be restored to. */
  moment: string | null,
  variables: Readonly<Record<string, string>>,
];

const WRONG = 'wrong-wrong-wrong';

export const refusedRestores: readonly RefusedRestore[] = [
  ['a moment before the first copy', /^restore: unable to find backup set with stop time less than/, '2020-01-01T00:00:00Z', {}],
  ['a moment in the future', /^restore: 2999-01-01T00:00:00Z is in the future$/, '2999-01-01T00:00:00Z', {}],
  ['no moment', /^restore: 2026-13-01T00:00:00Z is no moment$/, '2026-13-01T00:00:00Z', {}],
  ['words', /^restore: yesterday is neither "latest" nor a moment/, 'yesterday', {}],
  ['another password of the cipher', /^restore: .*(CryptoError|cipher)/, null, { PGBACKREST_REPO1_CIPHER_PASS: WRONG }],
  ['another key of the bucket', /^restore: .*403/, null, { PGBACKREST_REPO1_S3_KEY_SECRET: WRONG }],
  ['a bucket that is not there', /^restore: .*(403|404|missing file)/, null, { PGBACKREST_REPO1_S3_BUCKET: 'nobodys-bucket' }],
  [
    'a server that is not there',
    /^restore: .*connect/,
    null,
    { PGBACKREST_REPO1_S3_ENDPOINT: 'http://127.0.0.1:9', PGBACKREST_IO_TIMEOUT: '1' },
  ],
];
