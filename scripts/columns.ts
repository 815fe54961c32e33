/** Rows of cells for a terminal, each column as wide as its widest cell. Columns in `right` are right-aligned, the others left-aligned. */
export function columns(lines: readonly (readonly string[])[], right: readonly number[] = []): string {
  const widths = (lines[0] ?? []).map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  const pad = (cell: string, column: number) =>
    right.includes(column) ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0);
  return lines.map((line) => line.map(pad).join('  ').trimEnd()).join('\n');
}
