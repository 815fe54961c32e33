/** What an image of the tests' cluster is made of. */

/** A base file system: a Debian release with packages. */
export interface Base {
  readonly suite: string;
  readonly packages: readonly string[];
}

/** What is put on top of the base. */
export type Part =
  /** A program, or a directory, of the tools' cache (scripts/install-test-tools), with what is left out of it. */
  | { readonly from: string; readonly to: string; readonly without?: readonly string[] }
  /** A file with this text, executable. */
  | { readonly text: string; readonly to: string }
  /** A symbolic link. */
  | { readonly link: string; readonly to: string };

/** https://github.com/opencontainers/image-spec/blob/v1.1.0/config.md#properties */
export interface ImageConfig {
  readonly User?: string;
  readonly WorkingDir?: string;
  readonly Entrypoint?: readonly string[];
  readonly Cmd?: readonly string[];
  readonly Env?: readonly string[];
  readonly Volumes?: readonly string[];
  readonly StopSignal?: string;
}

export interface Image {
  /** As it is written in pods. */
  readonly reference: string;
  /** Name of a base of the table; null: empty. */
  readonly base: 'bookworm' | 'forky' | null;
  readonly parts: readonly Part[];
  /** The real image's. */
  readonly config: ImageConfig;
  /** Where the programs come from. */
  readonly source: string;
  /** What the real image has otherwise. */
  readonly differs: string;
  /** Set where the program only answers in the place of the real one: tests that need the real one say so by this name. */
  readonly standIn?: string;
}

const PATH = 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
export const pathEnvironment = [PATH];

/** A program of the tools' cache. */
export const program = (name: string, to: string): Part => ({ from: `bin/${name}`, to });

/** The full name of an image, as containerd keeps it: https://github.com/distribution/reference */
export function fullReference(reference: string): string {
  const [first = ''] = reference.split('/');
  if (!reference.includes('/')) return `docker.io/library/${reference}`;
  return /[.:]/.test(first) ? reference : `docker.io/${reference}`;
}
