import { programFile } from '../kubernetes';
import { rolePurposes, type RolePurpose } from './logins';
import type { RolesOptions } from './roles-sql';

/** The shell program that runs the SQL. */
export const rolesProgram = programFile(__dirname, 'roles.sh');

export interface RoleLogin {
  readonly purpose: RolePurpose;
  /** Variables `<prefix>_USERNAME` and `<prefix>_PASSWORD` have its name and password. */
  readonly prefix: string;
}

/** Its variables, beside libpq's own and those of the logins. */
export const rolesEnvironment = ({
  database,
  logins,
}: Pick<RolesOptions, 'database'> & { readonly logins: readonly RoleLogin[] }): Record<string, string> => ({
  ROLES_DATABASE: database,
  ROLES_LOGINS: logins.map(({ purpose, prefix }) => `${purpose}:${prefix}`).join(' '),
});

/** Prefix of a Secret's variables: \`postgres-app-a\` gives POSTGRES_APP_A. */
export const variablePrefix = (secretName: string): string => secretName.toUpperCase().replace(/[^A-Z0-9]/g, '_');

/** Every purpose must have a login. */
export const purposesWithout = (logins: readonly RoleLogin[]): readonly RolePurpose[] =>
  rolePurposes.filter((purpose) => !logins.some((login) => login.purpose === purpose));
