/** Who GitHub says a workflow is. */

/** A repository by its names and numbers. */
export interface Repository {
  /** Its owner’s name. */
  readonly owner: string;
  /** Its owner’s number. */
  readonly ownerId: number;
  /** Its name, without the owner’s. */
  readonly repository: string;
  /** Its number. */
  readonly repositoryId: number;
}

/** What a workflow does with a role. */
export type AutomationRole = 'plan' | 'apply';

/** Whose workflows are trusted, and with what. */
export interface Trust {
  /** Where the workflows are. */
  readonly github: Repository;
  /** Environments of the account. */
  readonly environments: readonly string[];
  /** Whether a plan could show secrets of production. */
  readonly productionSecrets: boolean;
  /** ARNs of those who may apply by hand. */
  readonly administrators: readonly string[];
}

/**
 * A subject in both formats. Repositories that were made or renamed since July 2026, or chose to, are named with the numbers of owner and
 * repository, which nobody can take over; older ones without.
 * https://docs.github.com/en/actions/reference/security/oidc#immutable-subject-claims
 */
export const subjects = ({ owner, ownerId, repository, repositoryId }: Repository, context: string): readonly string[] => [
  `repo:${owner}/${repository}:${context}`,
  `repo:${owner}@${ownerId}/${repository}@${repositoryId}:${context}`,
];

/** Environments of GitHub by the role that a job in them takes; `production-plan` plans pull requests, `production-main` what is merged. */
export const githubEnvironments: Record<AutomationRole, (environment: string) => readonly string[]> = {
  plan: (environment) => [`${environment}-plan`, `${environment}-main`],
  apply: (environment) => [environment],
};

/**
 * Exactly who may take a role. A job in an environment of GitHub is named after it, so that the environment's rules (its reviewers, its
 * branches) decide. A pull request can bring any workflow: it is trusted only where there is nothing that a plan must not show.
 */
export function trustedSubjects({ github, environments, productionSecrets }: Trust, role: AutomationRole): readonly string[] {
  const contexts = environments.flatMap(githubEnvironments[role]).map((name) => `environment:${name}`);
  const pullRequests = role === 'plan' && !productionSecrets ? ['pull_request'] : [];
  return [...contexts, ...pullRequests].flatMap((context) => subjects(github, context));
}

/**
 * Characters that the trust of a role has for its subjects: of 2,048, which AWS raises on request only, the rest of the policy takes 400 at
 * most. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
const SUBJECT_CHARACTERS = 2048 - 400;

/** Characters of a trust’s statement about people, beside their ARNs. */
const PEOPLE_CHARACTERS = 110;

/** Who may take a role by hand: to apply is all that a first time needs, and a plan is part of it. */
export const trustedPeople = ({ administrators }: Pick<Trust, 'administrators'>, role: AutomationRole): readonly string[] =>
  role === 'apply' ? administrators : [];

/** Whether a role’s trust has room for all of them. */
export const fitsTrust = (trust: Trust): boolean =>
  (['plan', 'apply'] as const).every((role) => {
    const people = trustedPeople(trust, role);
    const ofPeople = people.length === 0 ? 0 : PEOPLE_CHARACTERS + JSON.stringify(people).length;
    return JSON.stringify(trustedSubjects(trust, role)).length + ofPeople <= SUBJECT_CHARACTERS;
  });
