import { createHash } from 'node:crypto';
import { Fn, Token } from 'cdktf';

/**
 * A SHA-256 that changes when `data` does, whatever the order of its keys. As an annotation of a pod template it rolls the pods, which
 * read their environment only at start.
 */
export function configChecksum(data: unknown): string {
  // A token is a marker until Terraform resolves it: hashing it would hash the marker, which never changes.
  if (hasToken(data)) return Fn.sha256(Fn.jsonencode(data));
  return createHash('sha256')
    .update(JSON.stringify(sorted(data)) ?? '')
    .digest('hex');
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

function hasToken(value: unknown): boolean {
  if (Token.isUnresolved(value)) return true;
  if (Array.isArray(value)) return value.some(hasToken);
  return isRecord(value) && Object.entries(value).some((entry) => entry.some(hasToken));
}

/** Comparison by code unit: an order that does not depend on the machine's locale. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, sorted(value[key])]),
  );
}
