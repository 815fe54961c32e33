/** A statement of a policy of IAM, a key or a bucket. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html */
export interface Statement {
  /** Its name within the policy: letters and digits. */
  readonly Sid: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Principal?: '*' | Readonly<Record<string, string | readonly string[]>>;
  readonly Action?: readonly string[];
  /** Every action but these; instead of `Action`. */
  readonly NotAction?: readonly string[];
  readonly Resource?: string | readonly string[];
  /** Everything but these; instead of `Resource`. */
  readonly NotResource?: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/** The policy as AWS takes it. */
export const policy = (statements: readonly Statement[]): string => JSON.stringify({ Version: '2012-10-17', Statement: statements });
