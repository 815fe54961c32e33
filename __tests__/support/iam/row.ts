/**
 * What Terraform's provider asks of AWS for one type, as data: actions by the ARN they are done with, by phase.
 *
 * In an ARN, `{region}` and `{account}` are the environment's; `{name}` is an attribute of the resource, with `.` for one inside another; `{name/2}`
 * is the third part of it between slashes; `{a>b}` is the attribute `b` of the resource that `a` refers to; `{@}` is an id that AWS will give. An
 * attribute with several values makes several ARNs, one that is absent or null none; `{?name}` is nothing where the attribute is there and true, and
 * leaves the calls out where it is not. `*` is what an action without a resource is done with.
 *
 * An action may be followed by what its conditions look at: `via` the service that calls KMS, `to` the service that a role is passed to, `for` the
 * service whose own role is made.
 */
export type Calls = Readonly<Record<string, readonly string[]>>;

export interface Row {
  /** File below `internal/service` of hashicorp/terraform-provider-aws that makes the calls. */
  readonly source: string;
  /** What a reference to its ARN stands for. */
  readonly arn?: string;
  /** What a reference to its id stands for. */
  readonly id?: string;
  /** At every plan. */
  readonly read: Calls;
  readonly create?: Calls;
  readonly update?: Calls;
  readonly delete?: Calls;
}

export type Rows = Readonly<Record<string, Row>>;

export const phases = ['read', 'create', 'update', 'delete'] as const;
export type Phase = (typeof phases)[number];
