/** Secrets that Terraform makes and hands on without ever keeping one: not in code, plan or state. */
export { EphemeralPassword } from './ephemeral-password';
export { GeneratedSecret, type GeneratedSecretProps } from './generated-secret';
