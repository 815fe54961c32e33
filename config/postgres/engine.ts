import type { z } from 'zod';
import type { EngineRow, Target } from '../fields/engine';

/** PostgreSQL as its rules see it. */
export interface PostgresWatch {
  /** Number of members in pods, each monitored separately; null: it does not run in pods. */
  readonly members: number | null;
  /** How the instances are sized of which CloudWatch tells; null: it tells nothing. */
  readonly cloudWatch: 'provisioned' | 'serverless' | null;
  /** Whether the server hides its write-ahead log, which the exporter then must not ask for. */
  readonly hidesWal: boolean;
  /** MiB of its log that a member keeps for an archive that is away; null: this program archives nothing. */
  readonly archiveQueueMiB: number | null;
  /** Statements that take as long on average are slow, in seconds. */
  readonly slowStatementSeconds: number;
}

/** A row of the table of PostgreSQL: the compiler names what it lacks. */
export const postgresEngine = <Schema extends z.ZodObject, const Targets extends readonly Target[]>(
  row: EngineRow<Schema, PostgresWatch> & { readonly targets: Targets },
) => row;
