import type { AwsEnvironment, Environment, KubernetesEnvironment } from '../environment';

/** Something that is wrong: where, and what is allowed and how to get there. */
export interface Problem {
  /** Path of the field, such as `postgres.maxConnections`. */
  readonly path: string;
  /** One line; further ones, indented, where a table helps. */
  readonly message: string;
}

/** What has to hold between fields of some boxes. */
export interface Rule {
  /** Targets whose environments it is for. */
  readonly targets: readonly Environment['target'][];
  /** It runs when all of these could be read: a mistake in one box does not hide that another is too small. */
  readonly needs: readonly string[];
  /** All that is wrong. */
  check(environment: Environment): readonly Problem[];
}

const ruleFor =
  <E extends Environment>(targets: readonly E['target'][]) =>
  <K extends keyof E & string>(needs: readonly K[], check: (boxes: Pick<E, K>) => readonly Problem[]): Rule => ({
    targets,
    needs,
    check: (environment) => check(environment as E),
  });

/** For every environment. */
export const rule = ruleFor<Environment>(['aws', 'kubernetes']);
/** For those on AWS. */
export const awsRule = ruleFor<AwsEnvironment>(['aws']);
/** For those in a cluster that is there already. */
export const kubernetesRule = ruleFor<KubernetesEnvironment>(['kubernetes']);
