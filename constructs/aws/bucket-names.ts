/**
 * Name of a bucket. No other account may have the same one, and a deleted one's name is free to anybody: account and region are part of it.
 * @returns at most 20 + 12 + 14 characters and the purpose; S3 takes 63.
 */
export const bucketName = (
  { environment, accountId, region }: { readonly environment: string; readonly accountId: string; readonly region: string },
  purpose: string,
): string => `${environment}-${purpose}-${accountId}-${region}`;
