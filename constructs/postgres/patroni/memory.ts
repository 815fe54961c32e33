/** PostgreSQL's memory settings, derived from the memory of one member. */

const clamp = (value: number, min: number, max: number) => Math.min(max, Math.max(min, Math.floor(value)));

/**
 * A quarter is PostgreSQL's own cache, another quarter is for the sorts of all connections together; the rest is for maintenance, for the
 * connections themselves and for the kernel's file cache, which `effective_cache_size` only tells the planner about.
 * https://www.postgresql.org/docs/16/runtime-config-resource.html#GUC-SHARED-BUFFERS
 */
export function memorySettings({
  memoryMiB,
  maxConnections,
}: {
  readonly memoryMiB: number;
  readonly maxConnections: number;
}): Record<string, string> {
  const quarter = memoryMiB / 4;
  const maintenance = clamp(memoryMiB / 16, 64, 1024);
  return {
    shared_buffers: `${Math.floor(quarter)}MB`,
    effective_cache_size: `${Math.floor(memoryMiB * 0.75)}MB`,
    // PostgreSQL's default is the minimum: below it, sorts of a few thousand rows spill to disk.
    work_mem: `${clamp(quarter / maxConnections, 4, 256)}MB`,
    maintenance_work_mem: `${maintenance}MB`,
    // Three workers may use it at the same time: https://www.postgresql.org/docs/16/runtime-config-autovacuum.html#GUC-AUTOVACUUM-MAX-WORKERS
    autovacuum_work_mem: `${Math.floor(maintenance / 2)}MB`,
    // On a node with huge pages, a pod without a limit for them ends in SIGBUS, not in the fallback that `try` promises.
    huge_pages: 'off',
  };
}
