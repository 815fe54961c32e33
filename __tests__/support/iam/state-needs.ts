/** What a role has to be allowed to work with the states of an environment. */
import type { SynthesizedStack } from '../environments';
import type { Need } from './needs';
import type { Phase } from './row';

interface S3Backend {
  readonly bucket: string;
  readonly key: string;
}

/** https://developer.hashicorp.com/terraform/language/backend/s3#permissions-required (November 2026) */
export function stateNeeds(stacks: readonly SynthesizedStack[], keyArn: string, region: string): readonly Need[] {
  return stacks.flatMap(({ name, json }) => {
    const { s3 } = (json['terraform'] as { readonly backend: { readonly s3?: S3Backend } }).backend;
    if (s3 === undefined) return [];
    const bucket = `arn:aws:s3:::${s3.bucket}`;
    const context = { 'aws:RequestedRegion': region, 'kms:ViaService': `s3.${region}.amazonaws.com` };
    const need = (phase: Phase, action: string, resource: string): Need => ({ of: `${name}: its state`, phase, action, resource, context });
    const lock = `${bucket}/${s3.key}.tflock`;
    return [
      need('read', 's3:ListBucket', bucket),
      need('read', 's3:GetObject', `${bucket}/${s3.key}`),
      ...['s3:GetObject', 's3:PutObject', 's3:DeleteObject'].map((action) => need('read', action, lock)),
      ...['kms:Decrypt', 'kms:GenerateDataKey'].map((action) => need('read', action, keyArn)),
      need('update', 's3:PutObject', `${bucket}/${s3.key}`),
    ];
  });
}
