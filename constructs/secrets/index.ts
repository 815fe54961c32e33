/** Secrets that Terraform creates and passes on without ever keeping one: not in code, plan or state. */
export { CopiedSecrets, type CopiedSecretsProps } from './copied-secrets';
export { EphemeralPassword } from './ephemeral-password';
export { EphemeralStoredSecret, type EphemeralStoredSecretProps } from './ephemeral-stored-secret';
export { GeneratedSecret, type GeneratedSecretProps } from './generated-secret';
export { StoredSecret, type StoredSecretProps } from './stored-secret';
export { StoredValue, type StoredValueProps } from './stored-value';
